#include "core/formats/bz2_blocks.hpp"

#include <algorithm>
#include <array>

#include "core/errors.hpp"

namespace cellar {

namespace {

constexpr std::uint64_t kBlockMagic = 0x314159265359;
constexpr std::uint64_t kEndMagic = 0x177245385090;
constexpr std::uint64_t kMagicMask = (std::uint64_t{1} << kBz2MagicBits) - 1;

constexpr std::uint64_t byte_at(std::span<const std::byte> bytes, std::uint64_t i) {
  return std::to_integer<std::uint64_t>(bytes[i]);
}

// The second byte of a magic, for each of the eight bits that it may begin at, is all magic.
constexpr std::array<bool, 256> second_bytes() {
  std::array<bool, 256> possible{};
  for (unsigned shift = 0; shift < 8; ++shift) {
    possible[kBlockMagic >> (32U + shift) & 0xffU] = true;
    possible[kEndMagic >> (32U + shift) & 0xffU] = true;
  }
  return possible;
}

constexpr auto kSecondBytes = second_bytes();

// Up to 57 bits; zeros stand for what is beyond the end.
std::uint64_t bits_at(std::span<const std::byte> bytes, std::uint64_t bit, unsigned count) {
  std::uint64_t word = 0;
  for (std::uint64_t i = bit / 8; i < bit / 8 + 8; ++i) word = word << 8U | (i < bytes.size() ? byte_at(bytes, i) : 0);
  return word << bit % 8 >> (64U - count);
}

std::optional<Bz2Mark> mark_at(std::span<const std::byte> bytes, std::uint64_t bit) {
  const std::uint64_t magic = bits_at(bytes, bit, kBz2MagicBits) & kMagicMask;
  if (magic == kBlockMagic) return Bz2Mark{Bz2Mark::Kind::block, bit};
  if (magic == kEndMagic) return Bz2Mark{Bz2Mark::Kind::end, bit};
  return std::nullopt;
}

class BitWriter {
 public:
  explicit BitWriter(std::vector<std::byte>& bytes) : bytes_(bytes) {}

  void write(std::uint64_t value, unsigned count) {
    while (count-- > 0) {
      if (used_ == 0) bytes_.push_back(std::byte{0});
      if ((value >> count & 1U) != 0) bytes_.back() |= std::byte{0x80} >> used_;
      used_ = (used_ + 1) % 8;
    }
  }

 private:
  std::vector<std::byte>& bytes_;
  unsigned used_ = 0;  // bits of the last byte
};

}  // namespace

std::optional<Bz2Mark> find_bz2_mark(std::span<const std::byte> bytes, std::uint64_t from) {
  for (std::uint64_t i = from / 8; i + 6 <= bytes.size(); ++i) {
    if (!kSecondBytes[byte_at(bytes, i + 1)]) continue;
    for (std::uint64_t bit = std::max(8 * i, from); bit < 8 * i + 8; ++bit) {
      const bool inside = bit + kBz2MagicBits <= 8 * bytes.size();
      if (const auto mark = mark_at(bytes, bit); mark && inside) return mark;
    }
  }
  return std::nullopt;
}

std::optional<std::uint32_t> bz2_checksum(std::span<const std::byte> bytes, std::uint64_t magic_bit) {
  if (magic_bit + kBz2MagicBits + kBz2ChecksumBits > 8 * bytes.size()) return std::nullopt;
  return static_cast<std::uint32_t>(bits_at(bytes, magic_bit + kBz2MagicBits, kBz2ChecksumBits));
}

std::vector<std::byte> rebuild_bz2_block(std::span<const std::byte> bytes, std::uint64_t begin, std::uint64_t end,
                                         int level) {
  require(begin + kBz2MagicBits + kBz2ChecksumBits <= end && end <= 8 * bytes.size(), "a bz2 block lies in its file");
  std::vector<std::byte> stream = {std::byte{'B'}, std::byte{'Z'}, std::byte{'h'}, static_cast<std::byte>('0' + level)};
  stream.reserve((end - begin) / 8 + 24);
  const unsigned shift = begin % 8;
  const std::uint64_t whole = (end - begin) / 8;
  for (std::uint64_t i = begin / 8; i < begin / 8 + whole; ++i) {
    const std::byte next = shift == 0 ? std::byte{0} : bytes[i + 1] >> (8U - shift);
    stream.push_back(bytes[i] << shift | next);
  }
  BitWriter writer(stream);
  const auto rest = static_cast<unsigned>((end - begin) % 8);
  if (rest > 0) writer.write(bits_at(bytes, begin + 8 * whole, rest), rest);
  writer.write(kEndMagic, kBz2MagicBits);
  writer.write(*bz2_checksum(bytes, begin), kBz2ChecksumBits);  // of one block, it is the block's own
  return stream;
}

}  // namespace cellar
