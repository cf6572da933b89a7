#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace cellar {

// Python's random.Random(seed), number by number: MT19937 (Matsumoto and Nishimura 1998) seeded by its 2002
// init_by_array with the seed's 32-bit words, and the distributions of CPython 3.2 and later (Lib/random.py). It is
// here to reproduce orders that Python programs fixed; for everything else there is core/random.hpp.
class CPythonRandom {
 public:
  explicit CPythonRandom(std::uint64_t seed);

  // random.getrandbits(bits), 1 to 32 bits.
  std::uint32_t getrandbits(int bits) { return next() >> (32 - bits); }

  // random.randrange(bound) and the index that random.choice picks: uniform over 0 … bound-1; bound > 0.
  std::uint32_t below(std::uint32_t bound);

  // random.shuffle(sequence).
  template <class Sequence>
  void shuffle(Sequence& sequence) {
    for (std::size_t last = sequence.size(); last > 1; --last) {
      std::swap(sequence[last - 1], sequence[below(static_cast<std::uint32_t>(last))]);
    }
  }

 private:
  static constexpr std::size_t kWords = 624;

  std::uint32_t next();
  void refill();

  std::array<std::uint32_t, kWords> state_;
  std::size_t position_ = kWords;
};

}  // namespace cellar
