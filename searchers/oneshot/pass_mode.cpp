#include "searchers/oneshot/pass_mode.hpp"

#include <ATen/ATen.h>

#include "space/network/gumbel_softmax.hpp"

namespace cellar::oneshot {

namespace {

struct Evaluation {
  network::Supernet& supernet;
  const at::Tensor& alphas;
  const at::Tensor& images;
  const network::Pass& pass;

  network::Output operator()(const Mixture& /*mode*/) const {
    return supernet.mixture(images, alphas.softmax(-1), pass);
  }
  network::Output operator()(const Paths& mode) const { return supernet.paths(images, mode.cells, pass); }
  network::Output operator()(const Sampled& mode) const {
    const network::GumbelSample sample = network::gumbel_softmax(alphas, mode.gumbel, mode.temperature);
    return supernet.sampled(images, sample.cell, sample.weights, pass);
  }
};

}  // namespace

network::Output evaluate(network::Supernet& supernet, const at::Tensor& alphas, const PassMode& mode,
                         const at::Tensor& images, const network::Pass& pass) {
  return std::visit(Evaluation{supernet, alphas, images, pass}, mode);
}

}  // namespace cellar::oneshot
