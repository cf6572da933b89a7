#pragma once

#include <array>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "core/architecture.hpp"
#include "space/nb201/cell.hpp"
#include "space/network/weights.hpp"

// Gradients that are zero in exact arithmetic when a network trains, by its structure. What is recorded of them is
// rounding, and so is what is computed.
namespace cellar::network {

// Which operations an edge adds up, by their numbers; which edges of a cell do.
using ComputedOperations = std::array<std::array<bool, nb201::kOperationNames.size()>, nb201::kEdges.size()>;
ComputedOperations all_operations();
ComputedOperations operations_of(const Architecture& cell);

struct TrainedStructure {
  std::vector<ComputedOperations> last_stage;  // the cells between the last residual block and the head, in order
  bool drops_paths = false;                    // a map is scaled image by image: then less vanishes

  static TrainedStructure mixture(std::size_t cells_in_stage);
  // `cells`: one for the whole network, or one for each of its cells.
  static TrainedStructure paths(std::size_t cells_in_stage, const std::vector<Architecture>& cells);
};

// The names of the parameters, of a supernet or of the network of a cell, that cannot change the loss:
//  - biases of convolutions, since batch normalisation subtracts them;
//  - shifts of normalisations that reach the head's normalisation through nothing but skips, poolings and sums, which
//    pass on what is constant over a map as it is;
//  - scales of those whose output, if nothing is added to it on such a way, is all that the head's normalisation sees.
//    These are zero but for the epsilon in a normalisation, five digits smaller than the others.
std::set<std::string> vanishing_gradients(const Weights& weights, const TrainedStructure& structure);

// Where a layer is looked at alone: biases of the convolutions before its normalisation.
bool is_bias_of_convolution(const std::string& name);

}  // namespace cellar::network
