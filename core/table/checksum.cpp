#include "core/table/checksum.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace cellar {

std::uint64_t xxh3(std::span<const std::byte> bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

}  // namespace cellar
