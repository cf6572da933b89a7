#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace cellar {

// What --json prints: indented, with a line end. Bytes that are not UTF-8 (in names of files) are replaced.
std::string json_text(const nlohmann::ordered_json& document);

}  // namespace cellar
