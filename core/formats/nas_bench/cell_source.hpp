#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/table/records/cell_record.hpp"
#include "core/table/records/records.hpp"

namespace cellar {

// What an official file or folder holds, cell by cell.
class CellSource {
 public:
  virtual ~CellSource() = default;
  virtual std::size_t size() const = 0;  // cells
  // Cells may be read by several threads at once, each with a number of its own. An Error names the file.
  virtual CellRecord read(std::size_t number, int thread) = 0;
  // The spellings that the file lists as its space, empty if it has no list.
  const std::vector<std::string>& meta_archs() const { return meta_archs_; }
  // The cells that it says it has results of; empty if it does not say.
  const std::vector<std::size_t>& evaluated() const { return evaluated_; }
  RecordSource::Kind kind() const { return kind_; }

 protected:
  std::vector<std::string> meta_archs_;
  std::vector<std::size_t> evaluated_;
  RecordSource::Kind kind_ = RecordSource::Kind::nats_bench;
};

// What reading may use.
struct ReadOptions {
  std::filesystem::path scratch;  // a folder for what does not fit into memory
  int threads = 1;
  std::size_t most_memory = std::size_t{640} << 20;  // [bytes] of a pickle that is read as a whole
  std::function<void(double)> progress = {};         // is told the share of the preparation that is done; may be empty
};

// Recognises by content: NAS-Bench-201 files and archives, NATS-Bench files and folders. The threads of a folder share
// its memory.
std::unique_ptr<CellSource> open_cell_source(const std::filesystem::path& path, const ReadOptions& options);

}  // namespace cellar
