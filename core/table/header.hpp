#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace cellar {

// The head of a .table file: a header of 64 bytes and the text of the directory. Byte by byte: README.md here.
inline constexpr std::uint32_t kTableFormat = 2;  // the highest that can be read
inline constexpr std::uint64_t kHeaderBytes = 64;
inline constexpr std::uint64_t kColumnAlignment = 64;  // [bytes]

// Columns begin at the next multiple of 64 bytes.
constexpr std::uint64_t aligned(std::uint64_t offset) {
  return (offset + kColumnAlignment - 1) / kColumnAlignment * kColumnAlignment;
}

// Header and directory as they stand at the beginning of a file of `file_bytes` in format 1.
std::string encode_head(std::string_view directory, std::uint64_t file_bytes);

// The header of a file in format 2, which ends with its directory.
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
