#pragma once

#include <optional>

#include "core/objective.hpp"
#include "core/oracle.hpp"

namespace cellar {

// The best that a run has found so far, by its first objective: among the evaluations of the largest number of epochs
// that any had, as HpBandSter's Result.get_incumbent_trajectory (core/result.py, bigger_is_better) has it. So the first
// evaluation of more epochs than all before replaces whatever was best, even if its value is lower: values after 1 and
// after 12 epochs do not compare. Strictly better replaces among equal epochs.
template <class Choice>
class Incumbent {
 public:
  enum class Counts {
    most_epochs,  // so far
    full          // those of the full number of epochs alone
  };

  Incumbent() = default;
  Incumbent(const Objective& objective, Counts counts, Fidelity full = {})
      : sign_(objective.maximise ? 1 : -1), counts_(counts), full_(full) {}

  // `value`: of the first objective; none: there is nothing to see.
  void see(const Choice& choice, std::optional<double> value, Fidelity at) {
    if (!value || (counts_ == Counts::full && at != full_)) return;
    const double oriented = sign_ * *value;
    if (best_ && (at.epochs < epochs_ || (at.epochs == epochs_ && oriented <= value_))) return;
    best_ = choice;
    value_ = oriented;
    epochs_ = at.epochs;
  }

  const std::optional<Choice>& best() const { return best_; }

 private:
  std::optional<Choice> best_;
  double value_ = 0;
  int epochs_ = 0;
  double sign_ = 1;
  Counts counts_ = Counts::most_epochs;
  Fidelity full_;
};

}  // namespace cellar
