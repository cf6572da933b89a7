#include "searchers/model_based/acquisition.hpp"

#include <algorithm>
#include <cmath>

#include "core/errors.hpp"

namespace cellar {

namespace {

// E[max(0, f - best)] for f ~ N(mean, spread²).
double expected_improvement(double mean, double spread, double best) {
  constexpr double kSqrt2 = 1.4142135623730951;
  constexpr double kInverseSqrt2Pi = 0.3989422804014327;
  const double gain = mean - best;
  if (spread <= 0) return std::max(gain, 0.0);
  const double z = gain / spread;
  return gain * 0.5 * std::erfc(-z / kSqrt2) + spread * kInverseSqrt2Pi * std::exp(-0.5 * z * z);
}

}  // namespace

std::vector<std::string> acquisition_names() { return {"mean", "ucb", "ei", "its"}; }

Acquisition parse_acquisition(const std::string& name) {
  const std::vector<std::string> names = acquisition_names();
  const auto found = std::find(names.begin(), names.end(), name);
  require(found != names.end(), "an acquisition function that does not exist");
  return static_cast<Acquisition>(found - names.begin());
}

Eigen::VectorXd score(Acquisition acquisition, const Prediction& prediction, Rng& rng) {
  if (acquisition == Acquisition::mean) return prediction.mean;
  if (acquisition == Acquisition::ucb) return prediction.mean + 0.5 * prediction.spread;
  Eigen::VectorXd scores(prediction.mean.size());
  for (Eigen::Index i = 0; i < scores.size(); ++i) {
    scores[i] = acquisition == Acquisition::its
                    ? prediction.mean[i] + prediction.spread[i] * rng.normal()
                    : expected_improvement(prediction.mean[i], prediction.spread[i], prediction.best);
  }
  return scores;
}

}  // namespace cellar
