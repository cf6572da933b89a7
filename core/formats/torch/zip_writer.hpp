#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/table/replacing_file.hpp"

namespace cellar {

// Writes a zip archive of files stored as they are, each file's bytes at a multiple of 64, as torch wants to map them.
// An Error if it would need 64-bit fields: 4 GiB, or 65,535 files.
class ZipWriter {
 public:
  // `source` is what messages call the archive.
  ZipWriter(ReplacingFile& file, std::string source);

  void add(std::string_view name, std::span<const std::byte> bytes);
  // Writes the directory. Nothing can be added any more; committing the file is left to the caller.
  void finish();

 private:
  void write(std::span<const std::byte> bytes);

  ReplacingFile& file_;
  std::string source_;
  std::uint64_t at_ = 0;
  std::vector<std::byte> directory_;
  std::uint64_t count_ = 0;
};

}  // namespace cellar
