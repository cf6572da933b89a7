#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>

#include "core/formats/nas_bench/record_report.hpp"
#include "core/space.hpp"

namespace cellar {

// Makes a table of an official file or folder of NAS-Bench-201 or NATS-Bench.
struct RecordImport {
  std::filesystem::path from, out;
  bool curves = true;  // every epoch, or the last ones only
  int threads = 1;
  // The space that an architecture spelled so belongs to.
  std::function<std::shared_ptr<const SearchSpace>(std::string_view)> space_of;
  std::function<void(double)> progress;  // told the share that is done; may throw to stop the import
};

// Memory stays bounded whatever the size of the files; the table appears whole or not at all. An Error says which file,
// where in it, and what is wrong.
RecordReport import_records(const RecordImport& import);

// Whether `path` is for import_records, by content: anything but text. An Error for what is no kind of file at all.
bool is_official(const std::filesystem::path& path);

}  // namespace cellar
