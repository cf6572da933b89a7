#include "space/network/data/epoch_plan.hpp"

#include <algorithm>
#include <utility>

#include "core/errors.hpp"

namespace cellar::network {

namespace {

enum Stream : std::uint64_t { kOrder, kItems };  // of the seed

std::uint64_t seed_of(std::uint64_t seed, Stream stream, std::int64_t epoch) {
  return derive_seed(derive_seed(seed, stream), static_cast<std::uint64_t>(epoch));
}

}  // namespace

EpochPlan::EpochPlan(std::vector<int> items, bool shuffled, int batch, std::uint64_t seed)
    : items_(std::make_shared<const std::vector<int>>(std::move(items))),
      shuffled_(shuffled),
      batch_(batch),
      seed_(seed) {
  require(batch > 0 && !items_->empty(), "a loader has images and a batch size");
}

std::int64_t EpochPlan::steps() const { return (size() + batch_ - 1) / batch_; }

PlannedBatch EpochPlan::batch(std::int64_t epoch, std::int64_t step) const {
  require(epoch >= 0 && step >= 0 && step < steps(), "an epoch has such a step");
  const std::int64_t first = step * batch_;
  return {order_of(epoch), first, std::min(batch_, size() - first), seed_of(seed_, kItems, epoch)};
}

EpochPlan::Items EpochPlan::order_of(std::int64_t epoch) const {
  if (!shuffled_) return items_;
  const std::lock_guard lock(mutex_);
  for (const Known& known : known_) {
    if (known.epoch == epoch) return known.items;
  }
  std::vector<int> order = *items_;
  Rng(seed_of(seed_, kOrder, epoch)).shuffle(order);
  known_[1] = std::exchange(known_[0], {epoch, std::make_shared<const std::vector<int>>(std::move(order))});
  return known_[0].items;
}

}  // namespace cellar::network
