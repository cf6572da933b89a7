#include "searchers/oneshot/pass_mode.hpp"

#include <ATen/ATen.h>

#include <span>

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

std::vector<at::Tensor> reached(const network::Supernet& supernet, const at::Tensor& alphas, const PassMode& mode) {
  if (const auto* const paths = std::get_if<Paths>(&mode)) return supernet.reached(paths->cells);
  const auto* const sampled = std::get_if<Sampled>(&mode);
  if (sampled == nullptr) return supernet.reached();
  const Architecture cell = network::gumbel_softmax(alphas.detach(), sampled->gumbel, sampled->temperature).cell;
  return supernet.reached(std::span(&cell, 1));
}

network::Output evaluate(network::Supernet& supernet, const at::Tensor& alphas, const PassMode& mode,
                         const at::Tensor& images, const network::Pass& pass) {
  return std::visit(Evaluation{supernet, alphas, images, pass}, mode);
}

}  // namespace cellar::oneshot
