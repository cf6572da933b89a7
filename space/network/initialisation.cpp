#include "space/network/initialisation.hpp"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <cmath>
#include <string_view>

#include "core/random.hpp"

namespace cellar::network {

namespace {

// FNV-1a (Fowler, Noll and Vo).
std::uint64_t hash(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return hash;
}

template <class Draw>
void fill(const at::Tensor& tensor, const Draw& draw) {
  const at::Tensor values = at::empty(tensor.sizes(), at::kDouble);
  double* const data = values.data_ptr<double>();
  for (std::int64_t i = 0; i < values.numel(); ++i) data[i] = draw();
  tensor.copy_(values);
}

bool is_matrix(const at::Tensor& tensor) { return tensor.dim() > 1; }  // of a convolution or a linear layer

// `draw(entry, layer, rng)` sets one parameter of a convolution or linear layer, whose weight is `layer`.
template <class Draw>
void initialise(const Weights& weights, std::uint64_t seed, const Draw& draw) {
  const c10::NoGradGuard no_grad;
  at::Tensor layer;  // a weight comes before its bias
  for (const Weights::Entry& entry : weights.entries()) {
    if (entry.name.ends_with(".weight")) layer = entry.tensor;
    if (entry.is_parameter && is_matrix(layer)) {
      Rng rng(derive_seed(seed, hash(entry.name)));
      draw(entry.tensor, layer, rng);
    } else {
      entry.tensor.fill_(entry.name.ends_with(".weight") || entry.name.ends_with(".running_var") ? 1 : 0);
    }
  }
}

}  // namespace

void initialise_uniform(const Weights& weights, std::uint64_t seed) {
  initialise(weights, seed, [](const at::Tensor& tensor, const at::Tensor& layer, Rng& rng) {
    const double bound = 1 / std::sqrt(static_cast<double>(layer[0].numel()));
    fill(tensor, [&] { return bound * (2 * rng.uniform() - 1); });
  });
}

void initialise_normal(const Weights& weights, std::uint64_t seed) {
  initialise(weights, seed, [](const at::Tensor& tensor, const at::Tensor& /*layer*/, Rng& rng) {
    if (is_matrix(tensor)) {
      fill(tensor, [&] { return rng.normal(); });
    } else {
      tensor.zero_();
    }
  });
}

}  // namespace cellar::network
