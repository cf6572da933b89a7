#include "searchers/oneshot/pass_mode.hpp"

#include <ATen/ATen.h>

#include <span>

#include "space/network/gumbel_softmax.hpp"
#include "space/network/upload.hpp"

namespace cellar::oneshot {

namespace {

Architecture sampled_cell(const Sampled& mode, const at::Tensor& alphas) {
  if (mode.cell) return *mode.cell;
  return network::gumbel_softmax(alphas.detach(), network::upload(mode.gumbel, alphas.device()), mode.temperature).cell;
}

struct Evaluation {
  network::Supernet& supernet;
  const at::Tensor& alphas;
  const at::Tensor& images;
  const network::Pass& pass;

  network::Output operator()(const Mixture& /*mode*/) const {
    return supernet.mixture(images, alphas.softmax(-1), pass);
  }
  network::Output operator()(const Weighed& mode) const { return supernet.mixture(images, mode.weights, pass); }
  network::Output operator()(const Drawn& mode) const {
    return supernet.mixture(images, dirichlet_sample(dirichlet_concentration(alphas), mode.draw), pass);
  }
  network::Output operator()(const Paths& mode) const { return supernet.paths(images, mode.cells, pass); }
  network::Output operator()(const Sampled& mode) const {
    const Architecture cell = sampled_cell(mode, alphas);
    const at::Tensor noise = network::upload(mode.gumbel, alphas.device());
    const at::Tensor weights = network::gumbel_weights(alphas, noise, mode.temperature, cell);
    return supernet.sampled(images, cell, weights, pass);
  }
};

}  // namespace

std::vector<at::Tensor> reached(const network::Supernet& supernet, const at::Tensor& alphas, const PassMode& mode) {
  if (const auto* const paths = std::get_if<Paths>(&mode)) return supernet.reached(paths->cells);
  const auto* const sampled = std::get_if<Sampled>(&mode);
  if (sampled == nullptr) return supernet.reached();
  const Architecture cell = sampled_cell(*sampled, alphas);
  return supernet.reached(std::span(&cell, 1));
}

network::Output evaluate(network::Supernet& supernet, const at::Tensor& alphas, const PassMode& mode,
                         const at::Tensor& images, const network::Pass& pass) {
  return std::visit(Evaluation{supernet, alphas, images, pass}, mode);
}

}  // namespace cellar::oneshot
