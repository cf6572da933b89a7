#pragma once

#include <filesystem>
#include <string>

namespace cellar {

// Reads a whole file into `text`, whose memory is used again. Returns 0, or the system's reason (errno).
int read_all(const std::filesystem::path& file, std::string& text);

}  // namespace cellar
