#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "core/formats/pickle/value.hpp"

namespace cellar {

// The values that a pickle has put aside under numbers. A pickler counts up, so they lie in a vector; numbers out of
// turn, which only a hostile one has, in a map. `shared` holds what was put aside before the first of them.
class PickleMemo {
 public:
  using Shared = std::unordered_map<std::uint32_t, PickleValue>;

  explicit PickleMemo(const Shared* shared = nullptr, std::uint32_t first = 0) : shared_(shared), first_(first) {}

  void put(std::uint32_t id, const PickleValue& value) {
    const std::uint32_t place = id - first_;
    if (place == values_.size() && id >= first_) {
      values_.push_back(value);
    } else if (place < values_.size() && id >= first_) {
      values_[place] = value;
    } else {
      others_[id] = value;
    }
  }

  // The next number is how many have been put aside (MEMOIZE).
  std::uint32_t next() const { return static_cast<std::uint32_t>(first_ + values_.size() + others_.size()); }

  // The bytes, roughly, that putting something aside under this number will take; most often none.
  std::size_t growth(std::uint32_t id) const {
    const std::uint32_t place = id - first_;
    if (id < first_ || place > values_.size()) return kOther;
    const bool full = place == values_.size() && values_.size() == values_.capacity();
    return full ? std::max<std::size_t>(values_.capacity(), 1) * sizeof(PickleValue) : 0;
  }

  // nullptr if nothing was put aside under this number.
  const PickleValue* get(std::uint32_t id) const {
    const std::uint32_t place = id - first_;
    if (id >= first_ && place < values_.size()) return &values_[place];
    if (const auto found = others_.find(id); found != others_.end()) return &found->second;
    if (!shared_) return nullptr;
    const auto found = shared_->find(id);
    return found == shared_->end() ? nullptr : &found->second;
  }

  // An upper bound, roughly.
  std::size_t bytes() const { return values_.capacity() * sizeof(PickleValue) + others_.size() * kOther; }

  // Forgets everything but `shared`, and counts on from `first`.
  void restart(std::uint32_t first) {
    first_ = first;
    values_.clear();
    others_.clear();
  }

 private:
  static constexpr std::size_t kOther = 64;  // bytes in the map, roughly

  const Shared* shared_;
  std::uint32_t first_;
  std::vector<PickleValue> values_;
  Shared others_;
};

}  // namespace cellar
