#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <span>

#include "core/errors.hpp"

namespace cellar {

// One point of a search space: up to 32 categorical choices, each a value from 0 to 254. What a choice means, how an
// architecture is spelled and which index it has is known to its SearchSpace alone.
class Architecture {
 public:
  static constexpr std::size_t kMaxChoices = 32;
  static constexpr int kMaxArity = 255;

  Architecture() = default;
  explicit Architecture(std::size_t size) : size_(checked(size)) {}
  Architecture(std::initializer_list<std::uint8_t> choices) : size_(checked(choices.size())) {
    std::copy(choices.begin(), choices.end(), choices_.begin());
  }

  std::size_t size() const { return size_; }
  std::uint8_t operator[](std::size_t choice) const { return choices_[choice]; }
  std::uint8_t& operator[](std::size_t choice) { return choices_[choice]; }
  std::span<const std::uint8_t> choices() const { return {choices_.data(), size_}; }

  friend auto operator<=>(const Architecture&, const Architecture&) = default;

 private:
  static std::uint8_t checked(std::size_t size) {
    require(size <= kMaxChoices, "an architecture has at most 32 choices");
    return static_cast<std::uint8_t>(size);
  }

  friend struct PluginLayout;

  std::uint8_t size_ = 0;
  std::array<std::uint8_t, kMaxChoices> choices_{};  // zero beyond size_, so that == and hash see equal bytes
};

}  // namespace cellar

template <>
struct std::hash<cellar::Architecture> {
  std::size_t operator()(const cellar::Architecture& arch) const noexcept {
    std::uint64_t mixed = 0xcbf29ce484222325ULL;  // FNV-1a
    for (const std::uint8_t choice : arch.choices()) mixed = (mixed ^ choice) * 0x100000001b3ULL;
    return static_cast<std::size_t>(mixed ^ (mixed >> 32));
  }
};
