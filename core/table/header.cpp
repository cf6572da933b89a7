#include "core/table/header.hpp"

#include <fmt/format.h>

#include <bit>
#include <cstring>

#include "core/checksum.hpp"
#include "core/errors.hpp"

namespace cellar {

static_assert(std::endian::native == std::endian::little, "tables are mapped as they are, and they are little-endian");

namespace {

constexpr std::string_view kMagic = "CELLARTB";

enum Field : std::size_t { kFormatAt = 8, kReservedAt = 12, kChecksumAt = 16, kCoveredAt = 24 };
enum Covered : std::size_t { kFileBytesAt = 24, kDirectoryBytesAt = 32, kDirectoryAt = 40, kZerosAt = 48 };

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
  if (format == 0 || get<std::uint32_t>(file, kReservedAt) != 0) {
    throw_damaged(source, "its format number is impossible");
  }
  if (format < kTableFormat) {
    throw Error(fmt::format("{} was written by an earlier cellar (table format {}, this one reads {}): import it again",
                            source, format, kTableFormat));
  }
}

// Of what the header says and the directory, which need not follow it.
std::uint64_t checksum_of(std::string_view header, std::string_view directory) {
  const std::string covered = std::string(header.substr(kCoveredAt, kHeaderBytes - kCoveredAt)).append(directory);
  return xxh3(std::as_bytes(std::span(covered)));
}

}  // namespace

std::string encode_header(std::string_view directory, std::uint64_t directory_offset) {
  std::string header(kHeaderBytes, '\0');
  std::memcpy(header.data(), kMagic.data(), kMagic.size());
  put(header, kFormatAt, kTableFormat);
  put(header, kFileBytesAt, directory_offset + directory.size());
  put(header, kDirectoryBytesAt, std::uint64_t{directory.size()});
  put(header, kDirectoryAt, directory_offset);
  put(header, kChecksumAt, checksum_of(header, directory));
  return header;
}

Head decode_head(std::span<const std::byte> file, std::string_view source) {
  check_format(file, source);
  const auto file_bytes = get<std::uint64_t>(file, kFileBytesAt);
  if (file_bytes != file.size()) {
    throw_damaged(source, fmt::format("it has {} bytes, its header says {}", file.size(), file_bytes));
  }
  const auto directory_bytes = get<std::uint64_t>(file, kDirectoryBytesAt);
  const auto directory_at = get<std::uint64_t>(file, kDirectoryAt);
  if (directory_at < kHeaderBytes || directory_at > file.size() || directory_bytes > file.size() - directory_at) {
    throw_damaged(source, "its directory is longer than the file");
  }
  const std::string_view text(reinterpret_cast<const char*>(file.data()), file.size());
  const std::string_view directory = text.substr(directory_at, directory_bytes);
  const auto checksum = get<std::uint64_t>(file, kChecksumAt);
  if (checksum_of(text.substr(0, kHeaderBytes), directory) != checksum) {
    throw_damaged(source, "the checksum of its directory does not fit");
  }
  for (std::size_t at = kZerosAt; at < kHeaderBytes; ++at) {
    if (file[at] != std::byte{0}) throw_damaged(source, "its header holds what this format does not define");
  }
  if (directory_at + directory_bytes != file_bytes) throw_damaged(source, "it does not end with its directory");
  return {checksum, directory, kHeaderBytes, directory_at};
}

void throw_damaged(std::string_view source, std::string_view reason) {
  throw Error(fmt::format("{} is damaged: {}; import it again", source, reason));
}

}  // namespace cellar
