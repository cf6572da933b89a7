#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "core/checksum.hpp"
#include "core/table/directory.hpp"
#include "core/table/replacing_file.hpp"

namespace cellar {

// Writes the one layout of .table files, from front to back: the rows of all curves, then the columns, then the
// directory. The file appears whole or not at all. README.md here has the layout.
class TableFile {
 public:
  explicit TableFile(const std::filesystem::path& file);

  // Before the first column.
  void append_curves(std::span<const double> rows);
  std::uint64_t curves() const { return curves_; }  // doubles

  // Fills in where the column lies, how long it is and its checksum.
  void write_column(ColumnInfo& column, std::span<const std::byte> bytes);

  // The directory says all but where the curves lie, which is filled in.
  void finish(Directory directory);

 private:
  void write(std::span<const std::byte> bytes);
  void flush();

  ReplacingFile file_;
  std::vector<std::byte> buffer_;
  std::uint64_t end_ = 0;     // of what has been written
  std::uint64_t curves_ = 0;  // doubles
  Checksum curves_checksum_;
};

}  // namespace cellar
