#pragma once

#include <string>
#include <vector>

#include "core/architecture.hpp"
#include "space/network/checks/comparison.hpp"
#include "space/network/checks/vanishing_gradients.hpp"
#include "space/network/supernet.hpp"

// What a case of a supernet describes.
namespace cellar::network {

// The search script's "generic" network of NATS-Bench, or one of NAS-Bench-201's. Its weights are zero. Where the index
// does not say what the network is like, its recorded tensors under `state` do ("init/").
Supernet recorded_supernet(const RecordedCase& recorded, TensorKind kind, const std::string& state = "init/");

// Channels, cells in a stage and classes of the network whose tensors are recorded under `prefix`: "init/", "init/_".
nb201::Skeleton recorded_skeleton(const RecordedCase& recorded, const std::string& prefix);

// The supernet of that state, with its weights.
Supernet loaded_supernet(const RecordedCase& recorded, TensorKind kind, const std::string& state = "init/");

Architecture recorded_genotype(const RecordedValue& genotype);
// A list of operations, for one cell; lists, one for each cell of the network.
Architecture recorded_cell(const RecordedValue& list);
std::vector<Architecture> recorded_cells(const RecordedValue& lists);

// A training pass or one that evaluates, with the drop path of a step, where there is one.
Pass recorded_pass(const RecordedCase& recorded, const RecordedValue& step, const std::string& masks, bool training);

// That the index names operations, edges and weights (where any are given) as we do and in our order, and counts no
// other nodes.
void compare_names(const RecordedValue& index, const Weights& weights, Comparison& comparison);

}  // namespace cellar::network
