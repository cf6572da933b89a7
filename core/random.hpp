#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace cellar {

// SplitMix64's finaliser (Steele, Lea and Flood 2014): a bijection of 64-bit words that mixes every bit.
constexpr std::uint64_t mix64(std::uint64_t word) {
  word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9ULL;
  word = (word ^ (word >> 27)) * 0x94d049bb133111ebULL;
  return word ^ (word >> 31);
}

// A seed for the part `stream` of something seeded with `seed`; different pairs give unrelated seeds.
constexpr std::uint64_t derive_seed(std::uint64_t seed, std::uint64_t stream) {
  constexpr std::uint64_t kGolden = 0x9e3779b97f4a7c15ULL;
  return mix64(mix64(seed + kGolden) + kGolden * (stream + 1));
}

// Random numbers that are the same on every platform: xoshiro256++ 1.0 (Blackman and Vigna 2021) with our own
// distributions, since the standard library's differ between implementations. A value: copy it to branch.
class Rng {
 public:
  explicit Rng(std::uint64_t seed);

  std::uint64_t next() {
    const std::uint64_t result = rotate(state_[0] + state_[3], 23) + state_[0];
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = rotate(state_[3], 45);
    return result;
  }

  // Uniform over 0 … bound-1 without bias (Lemire 2019); bound > 0.
  std::uint32_t below(std::uint32_t bound) {
    std::uint64_t product = (next() >> 32) * bound;
    if (static_cast<std::uint32_t>(product) < bound) [[unlikely]] {
      const std::uint32_t threshold = (0U - bound) % bound;
      while (static_cast<std::uint32_t>(product) < threshold) product = (next() >> 32) * bound;
    }
    return static_cast<std::uint32_t>(product >> 32);
  }

  // Uniform over [0, 1), 53 bits.
  double uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

  // Standard normal (Marsaglia's polar method).
  double normal();

  // Fisher-Yates; every order is equally likely.
  template <class Sequence>
  void shuffle(Sequence& sequence) {
    for (std::size_t last = sequence.size(); last > 1; --last) {
      const std::uint32_t chosen = below(static_cast<std::uint32_t>(last));
      std::swap(sequence[last - 1], sequence[chosen]);
    }
  }

 private:
  static std::uint64_t rotate(std::uint64_t word, int by) { return (word << by) | (word >> (64 - by)); }

  friend struct PluginLayout;

  std::array<std::uint64_t, 4> state_;
};

}  // namespace cellar
