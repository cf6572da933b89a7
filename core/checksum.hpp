#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace cellar {

// XXH3-64 with seed 0 (Y. Collet, xxHash specification 0.8).
std::uint64_t xxh3(std::span<const std::byte> bytes);

// The same of bytes that come piece by piece.
class Checksum {
 public:
  Checksum();
  ~Checksum();
  Checksum(Checksum&&) noexcept;
  Checksum& operator=(Checksum&&) noexcept;
  void add(std::span<const std::byte> bytes);
  std::uint64_t value() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace cellar
