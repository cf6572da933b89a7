#pragma once

#include <filesystem>

#include "space/network/checks/comparison.hpp"

// "checkpoints/…": what the original's scripts saved, in both containers, read and compared with expected.json.
namespace cellar::oneshot {

// `folder` holds the files that `expected` names.
network::Comparison check_checkpoint(const std::filesystem::path& folder, const network::RecordedValue& expected);

// The parts of it. How a container is laid out: its entries, names of globals, places of storages. `facts`: of "basic"
// or "last-info".
void compare_zip(const std::filesystem::path& file, const network::RecordedValue& facts,
                 network::Comparison& comparison);
void compare_legacy(const std::filesystem::path& file, const network::RecordedValue& facts,
                    network::Comparison& comparison);

}  // namespace cellar::oneshot
