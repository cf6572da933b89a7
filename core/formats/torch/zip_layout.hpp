#pragma once

#include <cstdint>

// The records of a zip archive (PKWARE APPNOTE 6.3), as far as the reader and the writer both need them.
namespace cellar::zip {

constexpr std::uint32_t kHeaderSignature = 0x04034b50;  // before each file
constexpr std::uint64_t kHeaderSize = 30;
constexpr std::uint32_t kEntrySignature = 0x02014b50;  // in the directory
constexpr std::uint64_t kEntrySize = 46;
constexpr std::uint32_t kEndSignature = 0x06054b50;  // behind the directory
constexpr std::uint64_t kEndSize = 22;
constexpr std::uint64_t kLongestComment = 0xffff;

// 64-bit fields.
constexpr std::uint32_t kLocatorSignature = 0x07064b50;
constexpr std::uint64_t kLocatorSize = 20;
constexpr std::uint32_t kWideEndSignature = 0x06064b50;
constexpr std::uint64_t kWideEndSize = 56;
constexpr std::uint16_t kWideField = 1;
constexpr std::uint64_t kIsWide = 0xffffffff;  // stands where the value is in the 64-bit field

}  // namespace cellar::zip
