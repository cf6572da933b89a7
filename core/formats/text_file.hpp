#pragma once

#include <filesystem>
#include <string>

namespace cellar {

// A whole text file, plain or gzip'd (told by its first bytes, not by its name). An Error says why it cannot be read;
// also for more than 256 MiB of compressed text.
std::string read_text(const std::filesystem::path& file);

}  // namespace cellar
