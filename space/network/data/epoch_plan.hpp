#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "core/random.hpp"

namespace cellar::network {

// The items of one batch.
class PlannedBatch {
 public:
  using Items = std::shared_ptr<const std::vector<int>>;
  PlannedBatch(Items epoch, std::int64_t first, std::int64_t size, std::uint64_t seed)
      : epoch_(std::move(epoch)), first_(first), size_(size), seed_(seed) {}

  std::int64_t size() const { return size_; }
  int item(std::int64_t place) const { return (*epoch_)[static_cast<std::size_t>(first_ + place)]; }
  // All that is random about an item in this epoch, wherever it stands.
  Rng rng(std::int64_t place) const { return Rng(derive_seed(seed_, static_cast<std::uint64_t>(item(place)))); }

 private:
  Items epoch_;  // all items, in their order
  std::int64_t first_, size_;
  std::uint64_t seed_;
};

// Which items stand in which batch of which epoch: each once an epoch, in an order that is drawn from (seed, epoch)
// alone; the last batch is smaller where they do not divide. Safe to ask from several threads.
class EpochPlan {
 public:
  EpochPlan(std::vector<int> items, bool shuffled, int batch, std::uint64_t seed);

  std::int64_t steps() const;
  PlannedBatch batch(std::int64_t epoch, std::int64_t step) const;

 private:
  using Items = PlannedBatch::Items;
  struct Known {
    std::int64_t epoch = -1;
    Items items;
  };
  Items order_of(std::int64_t epoch) const;
  std::int64_t size() const { return static_cast<std::int64_t>(items_->size()); }

  Items items_;
  bool shuffled_;
  std::int64_t batch_;
  std::uint64_t seed_;
  mutable std::mutex mutex_;
  mutable std::array<Known, 2> known_;  // the orders that were asked for last, the newer one first
};

}  // namespace cellar::network
