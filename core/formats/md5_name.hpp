#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>

namespace cellar {

// The MD5 digest as 32 hexadecimal digits. `progress` is told the share that is done.
std::string md5(std::span<const std::byte> bytes, const std::function<void(double)>& progress = {});

// Official files end their names with the last digits of their digest: "NAS-Bench-201-v1_1-096897.pth". An Error if the
// name has no such ending, or the file another digest.
void verify_md5_name(const std::filesystem::path& file, const std::function<void(double)>& progress = {});

}  // namespace cellar
