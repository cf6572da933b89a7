#pragma once

#include <ATen/core/Tensor.h>

#include <array>
#include <vector>

#include "space/nb201/cell.hpp"
#include "space/network/fused/kernels.hpp"
#include "space/network/layers.hpp"

namespace cellar::network::fused {

// What one evaluation of a search cell computes.
struct CellCall {
  struct Edge {
    std::array<const ConvNormTensors*, kSizes> convolutions{};  // of 1x1 and of 3x3; none: not computed
    bool none = false, skip = false, pool = false;
  };

  std::array<Edge, nb201::kEdges.size()> edges;
  at::Tensor weights;       // [6, 5], of the operations; undefined: all are 1
  bool add_others = false;  // the weights of operations that are not computed are added as numbers
  bool training = false;
};

inline constexpr std::array<nb201::Operation, kSizes> kConvolutions = {nb201::Operation::nor_conv_1x1,
                                                                       nb201::Operation::nor_conv_3x3};

// The mean and the inverse standard deviation that a convolution's output was normalised by, per channel. The mean is
// that of the output without its bias.
struct NormState {
  std::vector<double> mean, inverse;
  bool of_batch = true;  // or running statistics, which have no gradient
};

// One convolution with its batch normalisation, and what its gradients need.
struct Term {
  std::size_t edge = 0;       // of nb201::kEdges
  std::size_t parameter = 0;  // where its parameters begin among those of the call: weight, then bias, scale, shift
  bool has_bias = false, affine = false;
  std::int64_t channels = 0;
  std::int64_t first_channel = 0;  // in the output that it shares with others of its source and size
  NormState norm;

  std::size_t parameters() const { return 1U + (has_bias ? 1U : 0U) + (affine ? 2U : 0U); }
};

inline constexpr std::size_t kSources = nb201::kNodes - 1;

// What stays between the passes forward and backward, apart from tensors.
struct CellState {
  struct Edge {
    bool none = false, skip = false, pool = false;
    std::array<double, nb201::kOperationNames.size()> weights{};

    double weight(nb201::Operation operation) const { return weights[static_cast<std::size_t>(operation)]; }
  };

  std::array<Edge, nb201::kEdges.size()> edges;
  bool has_weights = false, add_others = false;
  std::array<std::array<std::vector<Term>, kSizes>, kSources> terms;  // by source and size
};

// The tensors that stay, channels-last.
struct CellMaps {
  std::array<at::Tensor, kSources> nodes;  // the sources; the first is the cell's input
  // What the convolutions of a source and size made of each part of the batch; empty: there are none.
  std::array<std::array<std::vector<at::Tensor>, kSizes>, kSources> outputs;
};

// The edges out of a node.
struct Outgoing {
  std::size_t edge, target;
};
std::vector<Outgoing> outgoing(std::size_t source);

// The terms of a call, not normalised yet, and the weights of its operations.
CellState describe(const CellCall& call);
// The layers' parameters in the order that Term::parameter counts.
std::vector<at::Tensor> parameters(const CellCall& call);

// Whether the operation of an edge is computed.
bool computes(const CellState& state, std::size_t edge, nb201::Operation operation);

}  // namespace cellar::network::fused
