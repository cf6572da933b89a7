#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/table/records/encoded_cell.hpp"
#include "core/table/records/records.hpp"

namespace cellar {

// Writes a table of records cell by cell: the curves go to disk at once, what is compared between cells stays in memory
// until the end (a few tens of megabytes). The file appears whole or not at all.
class RecordWriter {
 public:
  // `architectures`: the spellings of the whole space in index order, of which any may stay without a record.
  RecordWriter(const std::filesystem::path& file, std::string space, std::vector<std::string> architectures);
  ~RecordWriter();

  // In any order, each cell once. The same cells in the same order make the same bytes.
  void append(const EncodedCell& cell);
  std::size_t cells() const;

  // Adds means over seeds, prices and costs under the names that searches and reports ask for, and finishes the file.
  // Returns the number of cells whose trials disagree about costs (record_means.hpp).
  // `defaults` is told the names of all columns.
  using Defaults = std::function<std::vector<DatasetDefaults>(const std::vector<std::string>&)>;
  std::size_t finish(const RecordSource& source, const std::string& provenance, const Defaults& defaults = {});

 private:
  struct Contents;
  std::unique_ptr<Contents> contents_;
};

}  // namespace cellar
