#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace cellar {

// The parts of a bz2 stream, which begin at any bit: blocks (48 bits of magic, 32 of checksum, data) and the end (48
// other bits, the checksum of the stream). Bits are counted from the highest of byte 0.

struct Bz2Mark {
  enum class Kind { block, end };
  Kind kind = Kind::block;
  std::uint64_t bit = 0;
};

constexpr std::uint64_t kBz2MagicBits = 48;
constexpr std::uint64_t kBz2ChecksumBits = 32;

// The first magic at bit `from` or later. One may also stand inside of a block's data, by chance or by design.
std::optional<Bz2Mark> find_bz2_mark(std::span<const std::byte> bytes, std::uint64_t from);

// The checksum behind the magic at this bit; none if the bytes end before.
std::optional<std::uint32_t> bz2_checksum(std::span<const std::byte> bytes, std::uint64_t magic_bit);

// A stream of its own, of the block that stands in bits [begin, end). `level` is that of the stream it stands in.
std::vector<std::byte> rebuild_bz2_block(std::span<const std::byte> bytes, std::uint64_t begin, std::uint64_t end,
                                         int level);

}  // namespace cellar
