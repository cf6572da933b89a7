#include "core/formats/torch/zip_archive.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include "core/errors.hpp"
#include "core/formats/torch/zip_layout.hpp"
#include "core/printable.hpp"
#include "core/table/mapped_file.hpp"

namespace cellar {

namespace {

constexpr std::uint16_t kEncrypted = 1;

// Little-endian fields at places that were checked.
template <class Number>
Number field(std::span<const std::byte> bytes, std::uint64_t at) {
  Number number;
  std::memcpy(&number, bytes.data() + at, sizeof(Number));
  return number;
}

bool has(std::span<const std::byte> bytes, std::uint64_t at, std::uint64_t size, std::uint32_t signature) {
  return at <= bytes.size() && bytes.size() - at >= size && field<std::uint32_t>(bytes, at) == signature;
}

// The last record of the archive; what follows it is its comment.
std::optional<std::uint64_t> find_end_record(std::span<const std::byte> bytes) {
  if (bytes.size() < zip::kEndSize) return std::nullopt;
  const std::uint64_t last = bytes.size() - zip::kEndSize;
  const std::uint64_t first = last - std::min<std::uint64_t>(last, zip::kLongestComment);
  for (std::uint64_t at = last + 1; at-- > first;) {
    if (!has(bytes, at, zip::kEndSize, zip::kEndSignature)) continue;
    if (at + zip::kEndSize + field<std::uint16_t>(bytes, at + 20) == bytes.size()) return at;
  }
  return std::nullopt;
}

}  // namespace

ZipArchive::ZipArchive(std::span<const std::byte> bytes, std::string source, bool mapped)
    : bytes_(bytes), source_(std::move(source)), mapped_(mapped) {
  const Directory directory = find_directory();
  if (directory.count > (directory.end - directory.begin) / zip::kEntrySize) {
    damaged(directory.begin, fmt::format("a zip directory has no room for its {} entries", directory.count));
  }
  std::uint64_t at = directory.begin;
  for (std::uint64_t i = 0; i < directory.count; ++i) entries_.push_back(read_entry(at, directory.end));
  if (at != directory.end) damaged(at, "the zip directory goes on behind its last entry");
  place(directory.begin);
}

ZipArchive::Directory ZipArchive::find_directory() const {
  const auto record = find_end_record(bytes_);
  if (!record)
    throw Error(fmt::format("{} is cut off or damaged: a zip archive ends with its directory, here is none", source_));
  Directory directory;
  directory.count = field<std::uint16_t>(bytes_, *record + 10);
  const std::uint64_t size = field<std::uint32_t>(bytes_, *record + 12);
  directory.begin = field<std::uint32_t>(bytes_, *record + 16);
  directory.end = directory.begin + size;
  if (field<std::uint16_t>(bytes_, *record + 4) != 0 || field<std::uint16_t>(bytes_, *record + 6) != 0) {
    damaged(*record, "the zip archive has several volumes");
  }
  widen(directory, *record);
  if (directory.begin > directory.end || directory.end > *record) {
    damaged(*record,
            fmt::format("the zip directory, bytes {} to {}, lies outside of the file", directory.begin, directory.end));
  }
  return directory;
}

// Takes the 64-bit fields of a second record, where a locator before the last record says that there is one.
void ZipArchive::widen(Directory& directory, std::uint64_t end_record) const {
  if (end_record < zip::kLocatorSize) return;
  const std::uint64_t locator = end_record - zip::kLocatorSize;
  if (!has(bytes_, locator, zip::kLocatorSize, zip::kLocatorSignature)) return;
  const auto record = field<std::uint64_t>(bytes_, locator + 8);
  if (record > locator || !has(bytes_, record, zip::kWideEndSize, zip::kWideEndSignature)) {
    damaged(locator, "the zip directory's 64-bit record is not where it should be");
  }
  directory.count = field<std::uint64_t>(bytes_, record + 32);
  const auto size = field<std::uint64_t>(bytes_, record + 40);
  directory.begin = field<std::uint64_t>(bytes_, record + 48);
  if (directory.begin > record || size > record - directory.begin) {
    damaged(record, "the zip directory lies outside of the file");
  }
  directory.end = directory.begin + size;
}

ZipEntry ZipArchive::read_entry(std::uint64_t& at, std::uint64_t end) const {
  const auto whole = bytes_.first(end);
  if (!has(whole, at, zip::kEntrySize, zip::kEntrySignature)) damaged(at, "no entry of a zip directory");
  ZipEntry entry;
  entry.flags = field<std::uint16_t>(whole, at + 8);
  entry.method = field<std::uint16_t>(whole, at + 10);
  entry.checksum = field<std::uint32_t>(whole, at + 16);
  entry.stored_size = field<std::uint32_t>(whole, at + 20);
  entry.size = field<std::uint32_t>(whole, at + 24);
  entry.header = field<std::uint32_t>(whole, at + 42);
  const std::uint64_t name_size = field<std::uint16_t>(whole, at + 28);
  const std::uint64_t extra_size = field<std::uint16_t>(whole, at + 30);
  const std::uint64_t comment_size = field<std::uint16_t>(whole, at + 32);
  const std::uint64_t name = at + zip::kEntrySize;
  if (name_size + extra_size + comment_size > end - name) damaged(at, "a zip directory ends inside an entry");
  entry.name = {reinterpret_cast<const char*>(whole.data()) + name, name_size};
  widen(entry, name + name_size, name + name_size + extra_size);
  at = name + name_size + extra_size + comment_size;
  return entry;
}

// Takes the 64-bit values of fields that hold 0xffffffff from the extra field 1, in bytes [at, end).
void ZipArchive::widen(ZipEntry& entry, std::uint64_t at, std::uint64_t end) const {
  while (end - at >= 4) {
    const auto tag = field<std::uint16_t>(bytes_, at);
    const std::uint64_t size = field<std::uint16_t>(bytes_, at + 2);
    at += 4;
    if (size > end - at) damaged(at, "an extra field of a zip entry is longer than the entry");
    std::uint64_t value = at;
    at += size;
    if (tag != zip::kWideField) continue;
    for (std::uint64_t* narrow : {&entry.size, &entry.stored_size, &entry.header}) {
      if (*narrow != zip::kIsWide) continue;
      if (at - value < 8) damaged(value, "a zip entry lacks a 64-bit field");
      *narrow = field<std::uint64_t>(bytes_, value);
      value += 8;
    }
  }
}

// Sorts the entries by place, and refuses what overlaps, lies outside, or has a name twice.
void ZipArchive::place(std::uint64_t directory_begin) {
  std::sort(entries_.begin(), entries_.end(), [](const ZipEntry& a, const ZipEntry& b) { return a.header < b.header; });
  std::uint64_t limit = directory_begin;
  for (std::size_t i = entries_.size(); i-- > 0;) {
    ZipEntry& entry = entries_[i];
    entry.limit = limit;
    const std::uint64_t around = zip::kHeaderSize + entry.name.size();
    if (entry.header > limit || around > limit - entry.header || entry.stored_size > limit - entry.header - around) {
      damaged(std::min<std::uint64_t>(entry.header, bytes_.size()),
              fmt::format("'{}' reaches into what follows it in the zip archive", printable(entry.name)));
    }
    limit = entry.header;
    if (!by_name_.emplace(entry.name, i).second) {
      damaged(entry.header, fmt::format("the zip archive has '{}' twice", printable(entry.name)));
    }
  }
}

const ZipEntry* ZipArchive::find(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : &entries_[found->second];
}

std::uint64_t ZipArchive::data_begin(const ZipEntry& entry) const {
  const auto refuse = [&](std::string_view reason) {
    damaged(entry.header, fmt::format("'{}' of the zip archive {}", printable(entry.name), reason));
  };
  if ((entry.flags & kEncrypted) != 0) refuse("is encrypted");
  if (entry.method != 0 || entry.size != entry.stored_size) refuse("is compressed, which torch never does");
  if (!has(bytes_, entry.header, zip::kHeaderSize, zip::kHeaderSignature))
    refuse("does not begin as the directory says");
  const std::uint64_t name_size = field<std::uint16_t>(bytes_, entry.header + 26);
  const std::uint64_t around = zip::kHeaderSize + name_size + field<std::uint16_t>(bytes_, entry.header + 28);
  if (around > entry.limit - entry.header || entry.size > entry.limit - entry.header - around) {
    refuse("reaches into what follows it");
  }
  const std::string_view name(reinterpret_cast<const char*>(bytes_.data()) + entry.header + zip::kHeaderSize,
                              name_size);
  if (name != entry.name) refuse(fmt::format("is '{}' by its own header", printable(name)));
  return entry.header + around;
}

// Of gigabytes, part by part, so that they are not all in memory at once.
std::uint32_t ZipArchive::checksum(std::span<const std::byte> data) const {
  constexpr std::size_t kPart = std::size_t{16} << 20;
  uLong sum = 0;
  for (std::size_t at = 0; at < data.size(); at += kPart) {
    const auto part = data.subspan(at, std::min(kPart, data.size() - at));
    sum = crc32_z(sum, reinterpret_cast<const Bytef*>(part.data()), part.size());
    if (mapped_ && data.size() > kPart) MappedFile::forget(part);
  }
  return static_cast<std::uint32_t>(sum);
}

std::span<const std::byte> ZipArchive::read(const ZipEntry& entry) const {
  const auto data = bytes_.subspan(data_begin(entry), entry.size);
  if (checksum(data) != entry.checksum) {
    damaged(entry.header, fmt::format("the checksum of '{}' does not agree with its bytes", printable(entry.name)));
  }
  return data;
}

void ZipArchive::damaged(std::uint64_t at, std::string_view reason) const {
  throw Error(fmt::format("{} is damaged at byte {}: {}", source_, at, reason));
}

}  // namespace cellar
