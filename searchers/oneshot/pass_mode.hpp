#pragma once

#include <ATen/core/Tensor.h>

#include <optional>
#include <variant>
#include <vector>

#include "core/architecture.hpp"
#include "searchers/oneshot/dirichlet.hpp"
#include "space/network/supernet.hpp"

// What a pass through a supernet computes on its edges, by the names that the original's set_cal_mode has for it
// (AutoDL-Projects, xautodl/models/cell_searchs/generic_model.py).
namespace cellar::oneshot {

// "joint": every operation, weighed by the softmax of its edge's architecture parameters.
struct Mixture {};

// The same with given weights, [6, 5].
struct Weighed {
  at::Tensor weights;
};

// The same with weights drawn around the architecture parameters (DrNAS).
struct Drawn {
  DirichletDraw draw;
};

// "dynamic" and "select": one cell for the whole network; "urs": one for each of its cells.
struct Paths {
  std::vector<Architecture> cells;
};

// "gdas": one operation on every edge, sampled with this noise.
struct Sampled {
  at::Tensor gumbel;  // [6, 5]
  double temperature = 1;
  std::optional<Architecture> cell = {};  // the sampled operations; none: found here, which waits for the device
};

using PassMode = std::variant<Mixture, Weighed, Drawn, Paths, Sampled>;

// `alphas`: the architecture parameters [6, 5].
network::Output evaluate(network::Supernet& supernet, const at::Tensor& alphas, const PassMode& mode,
                         const at::Tensor& images, const network::Pass& pass);

// The parameters of the supernet that a backward pass in this mode reaches.
std::vector<at::Tensor> reached(const network::Supernet& supernet, const at::Tensor& alphas, const PassMode& mode);

}  // namespace cellar::oneshot
