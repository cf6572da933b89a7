#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "core/errors.hpp"
#include "experiments/checks/checks.hpp"
#include "experiments/checks/recorded_json.hpp"
#include "searchers/categorical_policy.hpp"
#include "space/nb201.hpp"

namespace cellar {

namespace {

using nlohmann::json;

constexpr double kTolerance = 1e-5;  // absolute

class Deviations {
 public:
  void add(const char* quantity, double ours, double theirs) {
    const double deviation = std::abs(ours - theirs);
    double& largest = largest_[quantity];
    if (!(deviation <= largest)) largest = deviation;  // a NaN stays
    ++compared_;
  }

  void add(const char* quantity, const CategoricalPolicy::Logits& ours, const json& theirs) {
    for (Eigen::Index row = 0; row < ours.rows(); ++row) {
      for (Eigen::Index column = 0; column < ours.cols(); ++column) {
        add(quantity, ours(row, column), theirs.at(row).at(column).get<double>());
      }
    }
  }

  bool print() const {
    bool good = compared_ > 0;
    for (const auto& [quantity, deviation] : largest_) {
      const bool close = deviation <= kTolerance;
      good = good && close;
      fmt::print("{:<14}largest deviation {:.3g}{}\n", quantity, deviation, close ? "" : "  beyond 1e-5");
    }
    fmt::print("{} values compared: {}\n", compared_, good ? "all within 1e-5" : "not as the original");
    return good;
  }

 private:
  std::map<std::string, double> largest_;
  int compared_ = 0;
};

CategoricalPolicy::Logits matrix(const json& rows, const SearchSpace& space) {
  bool fits = rows.size() == space.arity().size();
  for (std::size_t edge = 0; fits && edge < rows.size(); ++edge) {
    fits = rows[edge].size() == static_cast<std::size_t>(space.arity()[edge]);
  }
  if (!fits) throw Error("init_params needs six rows of five numbers");
  CategoricalPolicy::Logits logits(static_cast<Eigen::Index>(rows.size()),
                                   static_cast<Eigen::Index>(rows.at(0).size()));
  for (Eigen::Index row = 0; row < logits.rows(); ++row) {
    for (Eigen::Index column = 0; column < logits.cols(); ++column) {
      logits(row, column) = rows.at(row).at(column).get<float>();
    }
  }
  return logits;
}

Architecture architecture(const json& actions, const SearchSpace& space) {
  Architecture arch(space.arity().size());
  for (std::size_t choice = 0; choice < arch.size(); ++choice) {
    const int action = actions.at(choice).get<int>();
    if (action < 0 || action >= space.arity()[choice]) {
      throw Error(fmt::format("action {} of edge {}: allowed is 0 to {}", action, choice, space.arity()[choice] - 1));
    }
    arch[choice] = static_cast<std::uint8_t>(action);
  }
  return arch;
}

// What one step plays: as the file says where it lists the step, otherwise the cell of index k-1.
struct Play {
  Architecture arch;
  double reward;  // [%]
};

void replay_sequence(const json& sequence, const SearchSpace& space, const ColumnView& accuracies,
                     Deviations& deviations) {
  CategoricalPolicy policy(matrix(sequence.at("init_params[edge][op]"), space), sequence.at("lr").get<double>());
  MovingAverage baseline(sequence.at("EMA_momentum").get<double>());
  std::map<int, const json*> listed;
  for (const json& step : sequence.at("steps")) listed[step.at("step").get<int>()] = &step;
  if (listed.empty() || listed.begin()->first < 1 || listed.rbegin()->first > static_cast<int>(*space.size())) {
    throw Error(fmt::format("steps are numbered from 1 to {}, and there is at least one", *space.size()));
  }
  for (int k = 1; k <= listed.rbegin()->first; ++k) {
    const auto found = listed.find(k);
    const json* const step = found == listed.end() ? nullptr : found->second;
    const Play play = step ? Play{architecture(step->at("actions"), space), step->at("reward").get<double>()}
                           : Play{space.at(static_cast<std::uint64_t>(k - 1)), accuracies[k - 1]};
    baseline.update(play.reward);
    const double advantage = play.reward - baseline.value();
    const Eigen::ArrayXf logs = policy.log_probability(play.arch);
    const auto gradient = policy.gradient(play.arch, advantage);
    policy.descend(gradient);
    if (step == nullptr) continue;
    deviations.add("baseline", baseline.value(), step->at("baseline_after_update").get<double>());
    for (Eigen::Index i = 0; i < logs.size(); ++i) {
      deviations.add("log_prob", logs[i], step->at("log_prob").at(i).get<double>());
    }
    deviations.add("loss", (logs * static_cast<float>(-advantage)).sum(), step->at("loss").get<double>());
    deviations.add("grad", gradient, step->at("grad"));
    deviations.add("params_after", policy.logits(), step->at("params_after"));
  }
}

}  // namespace

int check_reinforce_steps(const std::string& file, const Table& table) {
  Deviations deviations;
  read_recorded(file, "steps", [&](const json& recorded) {
    const Nb201 space;
    const ColumnView accuracies = table.at(parse_metric("cifar10-valid.valid@12/12"));
    if (recorded.is_object()) {
      replay_sequence(recorded, space, accuracies, deviations);
    } else if (recorded.is_array() && !recorded.empty()) {
      for (const json& sequence : recorded) replay_sequence(sequence, space, accuracies, deviations);
    } else {
      throw Error("an object of recorded steps, or a list of such objects, is needed");
    }
  });
  return deviations.print() ? 0 : 1;
}

}  // namespace cellar
