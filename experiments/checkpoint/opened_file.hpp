#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "core/formats/search_checkpoint/multi_trial_results.hpp"
#include "core/formats/search_checkpoint/search_checkpoint.hpp"

namespace cellar {

// What a file that the user names holds of a search.
struct OpenedFile {
  using FinalCells = std::vector<std::int64_t>;

  std::filesystem::path path;
  std::string followed;  // the last-info file that named it; empty: none
  std::variant<SearchCheckpoint, std::vector<MultiTrialRun>, FinalCells> content;
};

// Opens a checkpoint, the one that a last-info file names, or a results.pth. An Error says what else the file is.
OpenedFile open_file(const std::filesystem::path& path);

// The search checkpoints among these files and in these folders; a last-info file in a folder is passed over. Sorted by
// finished epochs, one for each number of them. An Error if they are not of one search.
std::vector<SearchCheckpoint> open_series(const std::vector<std::string>& names);

}  // namespace cellar
