#pragma once

#include <filesystem>
#include <string>

#include "core/formats/search_checkpoint/plain_value.hpp"
#include "core/formats/torch/saved_file.hpp"

namespace cellar {

// The original's seed-S-last-info.pth, which says where a search goes on.
struct LastInfo {
  int epoch = 0;  // finished
  Settings args;
  std::string last_checkpoint;  // as it was saved, most often relative to where the script ran
};

LastInfo read_last_info(const SavedFile& file);

// The checkpoint it names: beside the last-info file, where it is found under any working folder, else the path as it
// was saved. Empty if neither is there.
std::filesystem::path find_checkpoint(const LastInfo& info, const std::filesystem::path& last_info_file);

// The checkpoint that a last-info file names, or the file itself if it is none. An Error where it names what is not
// there.
std::filesystem::path follow_last_info(const SavedFile& file, const std::filesystem::path& path);

}  // namespace cellar
