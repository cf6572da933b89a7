#pragma once

#include <filesystem>
#include <vector>

namespace cellar {

// Moves traces, and the states beside them, from DIR/DATASET/SEARCHER/ into DIR/earlier/N/DATASET/SEARCHER/, N the
// first number that is free. Nothing that was recorded is lost, and reports do not look there.
void set_aside(const std::vector<std::filesystem::path>& traces, const std::filesystem::path& folder);

}  // namespace cellar
