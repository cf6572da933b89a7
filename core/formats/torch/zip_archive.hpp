#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cellar {

// One file of a zip archive, as the archive's directory says.
struct ZipEntry {
  std::string_view name;
  std::uint64_t header = 0;  // where its local header begins
  std::uint64_t size = 0;
  std::uint64_t stored_size = 0;  // compressed
  std::uint64_t limit = 0;        // where the next entry, or the directory, begins
  std::uint32_t checksum = 0;     // CRC-32
  std::uint16_t flags = 0;
  std::uint16_t method = 0;  // 0: stored as it is
};

// A zip archive (PKWARE APPNOTE 6.3, with its 64-bit fields) as torch writes them: one volume, files stored as they
// are. Only its directory is read; the bytes of a file when they are asked for. Every Error begins with `source`.
class ZipArchive {
 public:
  // The bytes must outlive it. `mapped`: they are of a mapped file, and pages that were read can be given back.
  ZipArchive(std::span<const std::byte> bytes, std::string source, bool mapped = false);

  const std::string& source() const { return source_; }
  // In the order of their places.
  const std::vector<ZipEntry>& entries() const { return entries_; }
  // nullptr if there is none.
  const ZipEntry* find(std::string_view name) const;
  // Where the entry's bytes begin in the archive; its local header is checked.
  std::uint64_t data_begin(const ZipEntry& entry) const;
  // Its bytes, whose checksum is checked.
  std::span<const std::byte> read(const ZipEntry& entry) const;

 private:
  struct Directory {
    std::uint64_t begin = 0, end = 0, count = 0;
  };

  Directory find_directory() const;
  void widen(Directory& directory, std::uint64_t end_record) const;
  ZipEntry read_entry(std::uint64_t& at, std::uint64_t end) const;
  void widen(ZipEntry& entry, std::uint64_t at, std::uint64_t end) const;
  void place(std::uint64_t directory_begin);
  std::uint32_t checksum(std::span<const std::byte> data) const;
  [[noreturn]] void damaged(std::uint64_t at, std::string_view reason) const;

  std::span<const std::byte> bytes_;
  std::string source_;
  bool mapped_;
  std::vector<ZipEntry> entries_;
  std::unordered_map<std::string_view, std::size_t> by_name_;
};

}  // namespace cellar
