#pragma once

#include <ATen/core/Tensor.h>

#include <array>
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
bool convolves(const ComputedOperations& cell, std::size_t edge);
bool is_live(const ComputedOperations& cell, std::size_t edge);  // computes anything but zeros
// Nodes that some way leads to from the input.
std::array<bool, nb201::kNodes> dependent_nodes(const ComputedOperations& cell);

struct PassStructure {
  std::vector<ComputedOperations> last_stage;  // the cells between the last residual block and the head, in order
  at::Tensor masks;                            // of drop path, as Pass has them; undefined: none

  static PassStructure mixture(std::size_t cells_in_stage);
  // `cells`: one for the whole network, or one for each of its cells.
  static PassStructure paths(std::size_t cells_in_stage, const std::vector<Architecture>& cells);
};

using WeightNames = std::set<std::string>;

// The parameters, of a supernet or of the network of a cell, that cannot change the loss:
//  - biases of convolutions, since batch normalisation subtracts them;
//  - shifts of normalisations that reach the head's normalisation through nothing but skips, poolings and sums, which
//    pass on what is constant over a map as it is, and drop path, too, where it treats all images alike;
//  - scales of those whose output, if nothing is added to it on such a way, is all that the head's normalisation sees.
//    These are zero but for the epsilon in a normalisation, five digits smaller than the others.
WeightNames vanishing_gradients(const Weights& weights, const PassStructure& structure);

// The running mean of the head's normalisation, where nothing but such shifts has a part in it: those of the
// convolutions that make the last cell's output, alone or through skips. It stays zero where they do.
WeightNames vanishing_means(const PassStructure& structure);

// Those of convolutions on edges from nodes that do not depend on the input.
WeightNames constant_convolutions(const Weights& weights, const PassStructure& structure);

// Where a layer is looked at alone: biases of the convolutions before its normalisation.
bool is_bias_of_convolution(const std::string& name);

}  // namespace cellar::network
