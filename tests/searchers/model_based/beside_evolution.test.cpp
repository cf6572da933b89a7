#include <cmath>
#include <map>

#include "tests/catch.hpp"
#include "tests/searchers/searchers.hpp"

using namespace cellar;
using namespace cellar::test;

namespace {

struct Mean {
  double mean = 0, squared_error = 0;
};

// The best observed accuracy [%] after so many evaluations, over runs.
std::map<int, Mean> best_observed(const std::string& searcher, const Embedded& embedded) {
  constexpr int kRuns = 100;
  std::map<int, Mean> means;
  std::map<int, double> squares;
  for (std::uint64_t seed = 0; seed < kRuns; ++seed) {
    const auto rows = run_searcher(searcher, embedded.space, embedded.oracle, {Budget::Unit::evaluations, 150}, seed);
    double best = 0;
    for (std::size_t row = 0; row < rows.size(); ++row) {
      best = std::max(best, *rows[row].values.at(0));
      const int evaluations = static_cast<int>(row) + 1;
      if (evaluations != 20 && evaluations != 50 && evaluations != 150) continue;
      means[evaluations].mean += best / kRuns;
      squares[evaluations] += best * best / kRuns;
    }
  }
  for (auto& [evaluations, mean] : means) {
    mean.squared_error = (squares[evaluations] - mean.mean * mean.mean) / (kRuns - 1);
  }
  return means;
}

}  // namespace

TEST_CASE("Model-based searchers find better ones than evolution in as many evaluations", "[many runs]") {
  const std::pair<const char*, std::vector<int>> kClaims[] = {
      {"gp", {20, 50, 150}}, {"predictor", {20, 50, 150}}, {"bananas", {50, 150}}};
  for (const char* const dataset : {"cifar100", "ImageNet16-120"}) {
    const Embedded embedded(dataset);
    auto evolution = best_observed("evolution", embedded);
    for (const auto& [searcher, sizes] : kClaims) {
      auto found = best_observed(searcher, embedded);
      for (const int evaluations : sizes) {
        const Mean& own = found[evaluations];
        const Mean& other = evolution[evaluations];
        INFO(searcher << " on " << dataset << " after " << evaluations << ": " << own.mean << ", evolution "
                      << other.mean);
        CHECK(own.mean - other.mean > 2 * std::sqrt(own.squared_error + other.squared_error));
      }
    }
  }
}
