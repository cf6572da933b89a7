#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/architecture.hpp"
#include "space/network/checks/recorded_case.hpp"
#include "space/network/supernet.hpp"

// What the index of a case of a supernet describes.
namespace cellar::network {

// The search script's "generic" network of NATS-Bench, or one of NAS-Bench-201's. Its weights are zero.
Supernet recorded_supernet(const nlohmann::json& index, TensorKind kind);

// Lists of operations, one for each cell of the network.
std::vector<Architecture> recorded_cells(const nlohmann::json& lists);

// A training pass or one that evaluates, with the drop path of a step, where there is one.
Pass recorded_pass(const RecordedCase& recorded, const nlohmann::json& step, const std::string& masks, bool training);

}  // namespace cellar::network
