#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace cellar {

// Reads a JSON file of what the original computed and hands it to `use`. Whatever is wrong with it, there and in `use`,
// is an Error that begins with the file's name; `what` says what the file records ("steps").
void read_recorded(const std::string& file, const std::string& what,
                   const std::function<void(const nlohmann::json&)>& use);

}  // namespace cellar
