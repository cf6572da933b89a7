#include "searchers/oneshot/dirichlet.hpp"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <vector>

#include "core/errors.hpp"
#include "searchers/oneshot/beta_quantile.hpp"
#include "searchers/oneshot/gamma_draw.hpp"
#include "space/network/host_values.hpp"
#include "space/network/upload.hpp"

namespace cellar::oneshot {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

struct ImplicitDraw : torch::autograd::Function<ImplicitDraw> {
  // `slopes`: undefined where they are computed with the gradient.
  static at::Tensor forward(AutogradContext* context, const at::Tensor& concentration, const at::Tensor& gamma,
                            const c10::optional<at::Tensor>& slopes) {
    const at::Tensor draw = gamma / gamma.sum(-1, true);
    context->save_for_backward({draw, slopes ? *slopes : concentration});
    context->saved_data["has_slopes"] = slopes.has_value();
    return draw;
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const variable_list saved = context->get_saved_variables();
    const at::Tensor& draw = saved[0];
    const bool has_slopes = context->saved_data["has_slopes"].toBool();
    const at::Tensor slopes = has_slopes ? saved[1] : network::upload(dirichlet_slopes(draw, saved[1]), draw.options());
    return {slopes * (gradients[0] - (draw * gradients[0]).sum(-1, true)), at::Tensor(), at::Tensor()};
  }
};

// Only ratios matter within a row: the largest becomes 1, so that not all of them are too small for a number.
void draw_row(std::span<const double> shapes, double* variates, Rng& rng) {
  for (std::size_t i = 0; i < shapes.size(); ++i) variates[i] = log_gamma_draw(shapes[i], rng);
  const double largest = *std::max_element(variates, variates + shapes.size());
  for (std::size_t i = 0; i < shapes.size(); ++i) variates[i] = std::exp(variates[i] - largest);
}

}  // namespace

at::Tensor dirichlet_concentration(const at::Tensor& alphas) { return at::elu(alphas) + 1; }

at::Tensor dirichlet_divergence(const at::Tensor& concentration) {
  const at::Tensor ones = at::ones_like(concentration.detach());
  const at::Tensor total = concentration.sum(-1);
  const at::Tensor normalisers =
      at::lgamma(total) - at::lgamma(ones.sum(-1)) - (at::lgamma(concentration) - at::lgamma(ones)).sum(-1);
  const at::Tensor mean_logs = at::digamma(concentration) - at::digamma(total).unsqueeze(-1);
  return normalisers + ((concentration - ones) * mean_logs).sum(-1);
}

at::Tensor dirichlet_sample(const at::Tensor& concentration, const at::Tensor& gamma) {
  return ImplicitDraw::apply(concentration, gamma, c10::optional<at::Tensor>());
}

at::Tensor dirichlet_sample(const at::Tensor& concentration, const DirichletDraw& draw) {
  const auto placed = [options = concentration.options().requires_grad(false)](const at::Tensor& host) {
    return network::upload(host, options);
  };
  return ImplicitDraw::apply(concentration, placed(draw.gamma), c10::optional<at::Tensor>(placed(draw.slopes)));
}

at::Tensor draw_gamma(const at::Tensor& concentration, Rng& rng) {
  require(concentration.dim() == 2, "concentrations are rows");
  const std::vector<double> shapes = network::host_values(concentration);
  if (!std::all_of(shapes.begin(), shapes.end(), [](double shape) { return shape > 0 && std::isfinite(shape); })) {
    throw Error(
        "a concentration of the Dirichlet distribution is not positive: an architecture parameter is far "
        "below zero or no number");
  }
  const at::Tensor variates = at::empty(concentration.sizes(), at::kDouble);
  const auto width = static_cast<std::size_t>(concentration.size(1));
  for (std::size_t begin = 0; begin < shapes.size(); begin += width) {
    draw_row(std::span(shapes).subspan(begin, width), variates.data_ptr<double>() + begin, rng);
  }
  return variates;
}

DirichletDraw draw_dirichlet(const at::Tensor& concentration, Rng& rng) {
  const at::Tensor gamma = draw_gamma(concentration, rng);
  return {gamma, dirichlet_slopes(gamma / gamma.sum(-1, true), concentration)};
}

at::Tensor dirichlet_slopes(const at::Tensor& draw, const at::Tensor& concentration) {
  require(draw.dim() == 2 && draw.sizes() == concentration.sizes(), "a draw has the shape of its concentrations");
  const std::vector<double> x = network::host_values(draw), shapes = network::host_values(concentration);
  const at::Tensor slopes = at::empty(draw.sizes(), at::kDouble);
  const auto width = static_cast<std::size_t>(draw.size(1));
  for (std::size_t begin = 0; begin < shapes.size(); begin += width) {
    for (std::size_t i = begin; i < begin + width; ++i) {
      double others = 0;
      for (std::size_t j = begin; j < begin + width; ++j) others += j == i ? 0 : shapes[j];
      slopes.data_ptr<double>()[i] = beta_quantile_slope(x[i], shapes[i], others);
    }
  }
  return slopes;
}

}  // namespace cellar::oneshot
