#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace cellar {

// XXH3-64 with seed 0 (Y. Collet, xxHash specification 0.8).
std::uint64_t xxh3(std::span<const std::byte> bytes);

}  // namespace cellar
