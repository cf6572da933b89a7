#pragma once

#include <filesystem>
#include <functional>

#include "space/network/checks/comparison.hpp"

namespace cellar::oneshot {

// "manifest.json": that every folder that it lists is there with as many bytes and tensors, and has been checked.
network::Comparison check_manifest(const std::filesystem::path& folder, const network::RecordedValue& entries,
                                   const std::function<bool(const std::filesystem::path&)>& is_checked);

}  // namespace cellar::oneshot
