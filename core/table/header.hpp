#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace cellar {

// A .table file has a header of 64 bytes and, at its end, the text of the directory. Byte by byte: README.md here.
inline constexpr std::uint32_t kTableFormat = 3;  // the one that is written and read
inline constexpr std::uint64_t kHeaderBytes = 64;
inline constexpr std::uint64_t kColumnAlignment = 64;  // [bytes]

// Columns begin at the next multiple of 64 bytes.
constexpr std::uint64_t aligned(std::uint64_t offset) {
  return (offset + kColumnAlignment - 1) / kColumnAlignment * kColumnAlignment;
}

// The header of a file that ends with its directory.
std::string encode_header(std::string_view directory, std::uint64_t directory_offset);

struct Head {
  std::uint64_t checksum = 0;
  std::string_view directory;      // part of the file's bytes
  std::uint64_t columns_from = 0;  // the columns lie in the bytes from here
  std::uint64_t columns_to = 0;    // to here, and the last one ends here
};

// Checks everything that the header promises; an Error names `source` and says what is wrong.
Head decode_head(std::span<const std::byte> file, std::string_view source);

[[noreturn]] void throw_damaged(std::string_view source, std::string_view reason);

}  // namespace cellar
