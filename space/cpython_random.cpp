#include "space/cpython_random.hpp"

#include <bit>

namespace cellar {

// The names i and j, and the constants, are those of the paper's init_by_array.
CPythonRandom::CPythonRandom(std::uint64_t seed) {
  state_[0] = 19650218U;
  for (std::uint32_t i = 1; i < kWords; ++i) {
    state_[i] = 1812433253U * (state_[i - 1] ^ (state_[i - 1] >> 30)) + i;
  }
  const std::array<std::uint32_t, 2> key = {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)};
  const std::uint32_t length = key[1] == 0 ? 1 : 2;
  std::uint32_t i = 1;
  const auto advance = [&] {
    if (++i < kWords) return;
    state_[0] = state_[kWords - 1];
    i = 1;
  };
  std::uint32_t j = 0;
  for (std::size_t step = 0; step < kWords; ++step) {
    state_[i] = (state_[i] ^ ((state_[i - 1] ^ (state_[i - 1] >> 30)) * 1664525U)) + key[j] + j;
    advance();
    j = (j + 1) % length;
  }
  for (std::size_t step = 1; step < kWords; ++step) {
    state_[i] = (state_[i] ^ ((state_[i - 1] ^ (state_[i - 1] >> 30)) * 1566083941U)) - i;
    advance();
  }
  state_[0] = 0x80000000U;
}

std::uint32_t CPythonRandom::below(std::uint32_t bound) {
  const int bits = std::bit_width(bound);
  std::uint32_t number = getrandbits(bits);
  while (number >= bound) number = getrandbits(bits);
  return number;
}

std::uint32_t CPythonRandom::next() {
  if (position_ == kWords) refill();
  std::uint32_t word = state_[position_++];
  word ^= word >> 11;
  word ^= (word << 7) & 0x9d2c5680U;
  word ^= (word << 15) & 0xefc60000U;
  return word ^ (word >> 18);
}

void CPythonRandom::refill() {
  constexpr std::size_t kMiddle = 397;
  for (std::size_t word = 0; word < kWords; ++word) {
    const std::uint32_t mixed = (state_[word] & 0x80000000U) | (state_[(word + 1) % kWords] & 0x7fffffffU);
    const std::uint32_t twist = (mixed & 1U) != 0 ? 0x9908b0dfU : 0U;
    state_[word] = state_[(word + kMiddle) % kWords] ^ (mixed >> 1) ^ twist;
  }
  position_ = 0;
}

}  // namespace cellar
