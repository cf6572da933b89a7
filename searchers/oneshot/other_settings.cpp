#include "searchers/oneshot/other_settings.hpp"

#include <fmt/format.h>

#include <optional>
#include <string_view>
#include <vector>

namespace cellar::oneshot {

namespace {

// True is 1; of several numbers the first.
std::optional<double> number(const Settings& settings, std::string_view name) {
  const PlainValue* const value = find_setting(settings, name);
  if (value == nullptr) return std::nullopt;
  if (const auto* const truth = std::get_if<bool>(value)) return *truth ? 1 : 0;
  if (const auto* const integer = std::get_if<std::int64_t>(value)) return static_cast<double>(*integer);
  if (const auto* const real = std::get_if<double>(value)) return *real;
  const auto* const several = std::get_if<std::vector<double>>(value);
  return several != nullptr && !several->empty() ? std::optional(several->front()) : std::nullopt;
}

// Of the first group of an optimiser's parameters.
std::optional<double> number(const std::optional<OptimizerState>& optimizer, std::string_view name) {
  return optimizer && !optimizer->groups.empty() ? number(optimizer->groups.front(), name) : std::nullopt;
}

class Comparison {
 public:
  void add(std::string_view name, std::optional<double> recorded, double now) {
    if (recorded && *recorded != now) add(name, fmt::format("{:.6g}", *recorded), fmt::format("{:.6g}", now));
  }

  void add_flag(std::string_view name, std::optional<double> recorded, bool now) {
    if (recorded && (*recorded != 0) != now) add(name, now ? "off" : "on", now ? "on" : "off");
  }

  const std::string& line() const { return line_; }

 private:
  void add(std::string_view name, const std::string& recorded, const std::string& now) {
    if (!line_.empty()) line_ += ", ";
    line_ += fmt::format("{}={} instead of {}", name, now, recorded);
  }

  std::string line_;
};

// In epochs; 0: all of them.
std::optional<double> period_of(const SearchCheckpoint& checkpoint) {
  const auto period = number(checkpoint.scheduler, "T_max");
  return period == number(checkpoint.scheduler, "max_epochs") ? std::optional(0.0) : period;
}

void compare_architecture(const SearchCheckpoint& checkpoint, const SearchPlan& plan, Comparison& comparison) {
  const auto& optimizer = checkpoint.architecture_optimizer;
  if (plan.controller) {
    comparison.add("controller_rate", number(optimizer, "lr"), plan.controller->learning_rate);
    comparison.add("updates", number(checkpoint.args, "controller_train_steps"), plan.controller->updates);
    comparison.add("samples", number(checkpoint.args, "controller_num_aggregate"),
                   static_cast<double>(plan.controller->samples));
  } else if (plan.method.update == Method::Update::first_order || plan.method.update == Method::Update::second_order) {
    comparison.add("alpha_rate", number(optimizer, "lr"), plan.options.alpha_rate);
    comparison.add("alpha_decay", number(optimizer, "weight_decay"), plan.options.alpha_decay);
  }
  if (plan.method.weights == Method::Draw::gumbel) {
    comparison.add("tau_max", number(checkpoint.args, "tau_max"), plan.highest_temperature);
    comparison.add("tau_min", number(checkpoint.args, "tau_min"), plan.least_temperature);
  }
}

void compare_candidates(const SearchCheckpoint& checkpoint, const SearchPlan& plan, Comparison& comparison) {
  if (plan.method.derive == Method::Derivation::largest) return;
  for (const char* const name : {"eval_candidate_num", "select_num"}) {
    comparison.add("candidates", number(checkpoint.args, name), static_cast<double>(plan.candidates));
  }
  comparison.add("last_candidates", number(checkpoint.args, "controller_num_samples"),
                 static_cast<double>(plan.last_candidates));
}

}  // namespace

std::string other_settings(const SearchCheckpoint& checkpoint, const SearchPlan& plan) {
  Comparison comparison;
  const SearchOptions& options = plan.options;
  const Settings& schedule = checkpoint.scheduler;
  const auto epochs = number(schedule, "max_epochs");
  if (epochs && checkpoint.finished_epochs < checkpoint.total_epochs.value_or(0)) {
    comparison.add("epochs", epochs, options.epochs);
  }
  comparison.add("warmup", number(schedule, "warmup_epochs"), options.warmup);
  comparison.add("period", period_of(checkpoint), options.period);
  comparison.add("rate", number(schedule, "base_lrs"), options.rate);
  comparison.add("least_rate", number(schedule, "eta_min"), options.least_rate);
  comparison.add("weight_decay", number(checkpoint.weight_optimizer, "weight_decay"), options.weight_decay);
  comparison.add_flag("nesterov", number(checkpoint.weight_optimizer, "nesterov"), options.nesterov);
  comparison.add("clip", number(checkpoint.args, "gradient_clip"), options.clip);
  comparison.add("drop_path", number(checkpoint.args, "drop_path_rate"), options.drop_path);
  compare_architecture(checkpoint, plan, comparison);
  compare_candidates(checkpoint, plan, comparison);
  return comparison.line();
}

}  // namespace cellar::oneshot
