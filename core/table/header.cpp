#include "core/table/header.hpp"

#include <fmt/format.h>

#include <bit>
#include <cstring>

#include "core/errors.hpp"
#include "core/table/checksum.hpp"

namespace cellar {

static_assert(std::endian::native == std::endian::little, "tables are mapped as they are, and they are little-endian");

namespace {

constexpr std::string_view kMagic = "CELLARTB";

enum Field : std::size_t { kFormatAt = 8, kReservedAt = 12, kChecksumAt = 16, kCoveredAt = 24 };
enum Covered : std::size_t { kFileBytesAt = 24, kDirectoryBytesAt = 32, kZerosAt = 40 };

template <class Number>
void put(std::string& head, std::size_t at, Number value) {
  std::memcpy(head.data() + at, &value, sizeof value);
}

template <class Number>
Number get(std::span<const std::byte> file, std::size_t at) {
  Number value;
  std::memcpy(&value, file.data() + at, sizeof value);
  return value;
}

bool begins_with_magic(std::span<const std::byte> file) {
  return file.size() >= kMagic.size() && std::memcmp(file.data(), kMagic.data(), kMagic.size()) == 0;
}

void check_format(std::span<const std::byte> file, std::string_view source) {
  if (!begins_with_magic(file)) {
    throw Error(fmt::format("{} is not a cellar table: it does not begin with '{}'", source, kMagic));
  }
  if (file.size() < kHeaderBytes) throw_damaged(source, fmt::format("it ends after {} bytes", file.size()));
  const auto format = get<std::uint32_t>(file, kFormatAt);
  if (format > kTableFormat) {
    throw Error(fmt::format("{} was written by a newer cellar (table format {}, this one reads {}): update cellar",
                            source, format, kTableFormat));
  }
  if (format != kTableFormat || get<std::uint32_t>(file, kReservedAt) != 0) {
    throw_damaged(source, "its format number is impossible");
  }
}

}  // namespace

std::string encode_head(std::string_view directory, std::uint64_t file_bytes) {
  std::string head(kHeaderBytes, '\0');
  std::memcpy(head.data(), kMagic.data(), kMagic.size());
  put(head, kFormatAt, kTableFormat);
  put(head, kFileBytesAt, file_bytes);
  put(head, kDirectoryBytesAt, std::uint64_t{directory.size()});
  head += directory;
  put(head, kChecksumAt, xxh3(std::as_bytes(std::span(head)).subspan(kCoveredAt)));
  return head;
}

Head decode_head(std::span<const std::byte> file, std::string_view source) {
  check_format(file, source);
  const auto file_bytes = get<std::uint64_t>(file, kFileBytesAt);
  if (file_bytes != file.size()) {
    throw_damaged(source, fmt::format("it has {} bytes, its header says {}", file.size(), file_bytes));
  }
  const auto directory_bytes = get<std::uint64_t>(file, kDirectoryBytesAt);
  if (directory_bytes > file.size() - kHeaderBytes) throw_damaged(source, "its directory is longer than the file");
  const auto checksum = get<std::uint64_t>(file, kChecksumAt);
  const auto covered = file.subspan(kCoveredAt, kHeaderBytes - kCoveredAt + directory_bytes);
  if (xxh3(covered) != checksum) throw_damaged(source, "the checksum of its directory does not fit");
  for (std::size_t at = kZerosAt; at < kHeaderBytes; ++at) {
    if (file[at] != std::byte{0}) throw_damaged(source, "its header holds what this format does not define");
  }
  const auto* text = reinterpret_cast<const char*>(file.data()) + kHeaderBytes;
  return {checksum, {text, static_cast<std::size_t>(directory_bytes)}};
}

void throw_damaged(std::string_view source, std::string_view reason) {
  throw Error(fmt::format("{} is damaged: {}; import it again", source, reason));
}

}  // namespace cellar
