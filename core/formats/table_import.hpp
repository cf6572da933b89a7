#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/formats/import_header.hpp"
#include "core/formats/import_notes.hpp"
#include "core/space.hpp"
#include "core/table/writer.hpp"

namespace cellar {

// What an import found that its user may want to know.
struct ImportReport {
  std::uint64_t rows = 0;
  std::uint64_t absent = 0;  // architectures of the space that have no row
  std::vector<std::pair<std::string, std::uint64_t>>
      empty;                          // column and number of its empty fields, where there are any
  std::vector<std::string> ignored;   // columns that a table has no place for
  std::vector<std::string> computed;  // means over seeds that the file does not have itself

  // One sentence for each of them.
  std::vector<std::string> lines() const;
};

struct Import {
  NewTable table;
  ImportReport report;
};

// A CSV that has been read, plain or gzip'd, and its first row understood: import_header.hpp.
struct CsvFile {
  std::string text;
  std::string source;  // the file's name, for messages
  ImportNotes notes;
  std::filesystem::path notes_file;  // may be empty
  ImportHeader header;
};
CsvFile open_csv(const std::filesystem::path& file, const std::filesystem::path& notes = {});

// An architecture that a row gives by the value of each choice instead of a spelling or an index.
struct ChoiceFields {
  std::vector<std::size_t> fields;  // places in a row; empty: none
  std::function<Architecture(std::span<const std::string_view>)> architecture = {};
};

// Makes a table of it, one architecture in a row, rows in any order. An Error names line and column of what cannot be.
Import import_csv(CsvFile csv, const SearchSpace& space, const ChoiceFields& choices = {});
Import import_csv(const std::filesystem::path& file, const SearchSpace& space, const std::filesystem::path& notes = {});

}  // namespace cellar
