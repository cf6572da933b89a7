#pragma once

#include <filesystem>
#include <memory>

#include "core/formats/nas_bench/cell_source.hpp"

namespace cellar {

// The cells of a folder with one file for each, all or some of them: NATS-Bench's "simple" and "full" folders, the
// archives of NAS-Bench-201.
std::unique_ptr<CellSource> open_folder_source(const std::filesystem::path& folder, const ReadOptions& options);

// The cells of a file, recognised by its content.
std::unique_ptr<CellSource> open_cell_file(const std::filesystem::path& file, const ReadOptions& options);

}  // namespace cellar
