#include "space/network/checks/check_schedule.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"
#include "space/network/cosine_schedule.hpp"

namespace cellar::network {

namespace {

// How a search is cut into epochs.
struct Lengths {
  explicit Lengths(const RecordedValue& index)
      : epochs(index.at("epochs").count()),
        warmup(index.has("warmup") ? index.at("warmup").count() : 0),
        steps(index.at("steps_per_epoch").count()) {
    if (steps == 0) throw Error("'steps_per_epoch' in its index is 0");
  }

  int total() const { return epochs + warmup; }

  int epochs, warmup, steps;
};

CosineSchedule schedule_of(const RecordedValue& sgd, const Lengths& lengths) {
  CosineSchedule schedule;
  schedule.highest = sgd.at("lr").number();
  schedule.least = sgd.at("eta_min").number();
  schedule.epochs = lengths.epochs;
  schedule.warmup = lengths.warmup;
  schedule.period = sgd.has("T_max") ? sgd.at("T_max").count() : 0;
  return schedule;
}

// From 10 to 0.1 where the index does not say otherwise, as in NAS-Bench-201's script.
double temperature(const RecordedValue& index, int epoch, const Lengths& lengths) {
  const bool says = index.has("tau_max_min");
  const double highest = says ? index.at("tau_max_min").at(0).number() : 10;
  const double least = says ? index.at("tau_max_min").at(1).number() : 0.1;
  return highest - (highest - least) * epoch / std::max(1, lengths.total() - 1);
}

void compare_sizes(const RecordedCase& recorded, Comparison& comparison) {
  const RecordedValue index = recorded.index();
  if (!index.has("batch") || !index.has("image") || !recorded.has("step000/base_x")) return;
  std::vector<std::int64_t> sizes = index.at("image").integers();
  sizes.insert(sizes.begin(), index.at("batch").integer());
  comparison.holds("size of step000/base_x", recorded.tensor("step000/base_x").sizes() == at::IntArrayRef(sizes));
}

}  // namespace

void compare_schedule(const RecordedCase& recorded, Comparison& comparison) {
  const RecordedValue index = recorded.index();
  const Lengths lengths(index);
  const CosineSchedule schedule = schedule_of(index.at("sgd"), lengths);
  int number = 0;
  for (const RecordedValue& step : index.at("steps").list()) {
    const int epoch = number / lengths.steps, within = number % lengths.steps;
    comparison.same(step, "step", number);
    comparison.same(step, "epoch", epoch);
    comparison.same(step, "iter_in_epoch", within);
    comparison.setting(step, "lr", schedule.rate(epoch, static_cast<double>(within) / lengths.steps));
    comparison.setting(step, "tau", temperature(index, epoch, lengths));
    if (index.has("drop_path_rate")) {
      comparison.setting(step, "drop_path", index.at("drop_path_rate").number() * (epoch + 1) / lengths.total());
    }
    ++number;
  }
  comparison.same(index, "total_epoch", lengths.total());
  compare_sizes(recorded, comparison);
}

}  // namespace cellar::network
