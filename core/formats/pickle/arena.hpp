#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <vector>

namespace cellar {

// Memory for the values of a pickle, given back all at once. What would need more than `most` throws std::bad_alloc.
class Arena {
 public:
  explicit Arena(std::size_t most) : most_(most) {}

  // `size` bytes for objects of up to 16 bytes' alignment.
  void* allocate(std::size_t size) {
    if (size > static_cast<std::size_t>(end_ - at_)) return allocate_elsewhere(size);
    std::byte* place = at_;
    at_ += (size + 15) / 16 * 16;
    return place;
  }

  template <class T>
  T* make() {
    return new (allocate(sizeof(T))) T();
  }

  // Everything allocated so far is invalid; the first block is kept.
  void clear() {
    if (blocks_.empty()) return;
    blocks_.resize(1);
    used_ = sizes_.front();
    sizes_.resize(1);
    at_ = blocks_.front().get();
    end_ = at_ + sizes_.front();
  }

  // Memory that is not the arena's but counts against its limit.
  void charge(std::size_t size) {
    if (size > most_ - used_) throw std::bad_alloc();
    used_ += size;
  }

 private:
  static constexpr std::size_t kBlock = std::size_t{1} << 16;
  static constexpr std::size_t kLargestBlock = std::size_t{1} << 22;

  void* allocate_elsewhere(std::size_t size) {
    std::size_t block = blocks_.empty() ? kBlock : std::min(2 * sizes_.back(), kLargestBlock);
    if (size > block / 2) block = size + block;
    block = (block + 15) / 16 * 16;
    if (block > most_ - used_) throw std::bad_alloc();
    blocks_.push_back(std::make_unique_for_overwrite<std::byte[]>(block));
    sizes_.push_back(block);
    used_ += block;
    at_ = blocks_.back().get();
    end_ = at_ + block;
    return allocate(size);
  }

  std::size_t most_;
  std::size_t used_ = 0;
  std::byte* at_ = nullptr;
  std::byte* end_ = nullptr;
  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  std::vector<std::size_t> sizes_;
};

}  // namespace cellar
