#include <cmath>
#include <limits>
#include <optional>
#include <vector>

#include "experiments/report/curve.hpp"

namespace cellar {
namespace {

// Walks away from a time over the rows that stand for an architecture. Of rows that end at the same time (several
// workers), which the original does not have, the last one stands for all.
class Walk {
 public:
  Walk(const RunTrace& run, const std::vector<double>& times, std::size_t after)
      : run_(run), times_(times), below_(after), above_(after) {
    settle_below();
    settle_above();
  }

  // The nearest row not yet taken, the earlier one of two as near, as the original's stable sort has it.
  std::optional<std::size_t> take(double time) {
    const bool has_below = below_ > 0, has_above = above_ < run_.size();
    if (!has_below && !has_above) return std::nullopt;
    const bool down = has_below && (!has_above || time - times_[below_ - 1] <= times_[above_] - time);
    if (!down) {
      const std::size_t row = above_++;
      settle_above();
      return row;
    }
    const std::size_t row = --below_;
    while (below_ > 0 && times_[below_ - 1] == times_[row]) --below_;
    settle_below();
    return row;
  }

 private:
  void settle_below() {
    while (below_ > 0 && run_.choice[below_ - 1] == RunTrace::kNone) --below_;
  }
  void settle_above() {
    const auto passed_over = [&](std::size_t row) {
      const bool tie = row + 1 < run_.size() && times_[row + 1] == times_[row];
      return tie || run_.choice[row] == RunTrace::kNone;
    };
    while (above_ < run_.size() && passed_over(above_)) ++above_;
  }

  const RunTrace& run_;
  const std::vector<double>& times_;
  std::size_t below_;  // row below_ - 1 is the next one downwards
  std::size_t above_;  // row above_ is the next one upwards
};

}  // namespace

double nats_value(const RunTrace& run, const CurveMetric& metric, double time, Axis axis) {
  const std::vector<double>& times = run.progress(axis);
  Walk walk(run, times, run.finished(time, axis));
  const auto a = walk.take(time);
  if (!a) return std::numeric_limits<double>::quiet_NaN();
  const double value_a = metric.after(run, *a);
  const auto b = walk.take(time);
  if (!b) return value_a;
  const double weight = (time - times[*a]) / (times[*b] - times[*a]);
  return (1 - weight) * value_a + weight * metric.after(run, *b);
}

}  // namespace cellar
