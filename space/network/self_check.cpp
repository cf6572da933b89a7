#include "space/network/self_check.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>
#include <torch/version.h>

#include <algorithm>
#include <cmath>
#include <mutex>

#include "core/errors.hpp"
#include "core/random.hpp"
#include "space/network/initialisation.hpp"
#include "space/network/supernet.hpp"

namespace cellar::network {

namespace {

// Float32 is off by 2e-6 here (LibTorch 1.13, AVX2 and AVX-512); an input of a ReLU on the other side of zero adds
// more.
constexpr double kMostRounding = 0.02;
constexpr double kZero = 1e-3;  // of the largest norm: the gradient of what has none

// As wide as the first stage of the benchmark's networks, so that the same kernels compute it.
constexpr nb201::Skeleton kSkeleton{.channels = 16, .cells = 1, .classes = 10, .image_size = 16};
constexpr std::int64_t kImages = 8;

at::Tensor normal(at::IntArrayRef shape, Rng& rng, at::ScalarType type) {
  const at::Tensor values = at::empty(shape, at::kDouble);
  for (std::int64_t i = 0; i < values.numel(); ++i) values.data_ptr<double>()[i] = rng.normal();
  return values.to(type);
}

NamedTensors gradients(at::ScalarType type, bool by_operation) {
  SupernetOptions options;
  options.skeleton = kSkeleton;
  Supernet supernet(options, {type});
  initialise_uniform(supernet.weights(), 1);
  Rng rng(2);
  const at::Tensor images = normal({kImages, 3, kSkeleton.image_size, kSkeleton.image_size}, rng, type);
  const at::Tensor alphas = normal({6, 5}, rng, type).set_requires_grad(true);
  const at::Tensor labels = at::arange(kImages, at::kLong);
  const Pass pass{.training = true, .by_operation = by_operation};
  at::cross_entropy_loss(supernet.mixture(images, alphas.softmax(1), pass).logits, labels).backward();
  NamedTensors gradients = {{"architecture parameters", alphas.grad()}};
  for (const Weights::Entry& entry : supernet.weights().entries()) {
    if (entry.is_parameter) gradients.emplace_back(entry.name, entry.tensor.grad());
  }
  return gradients;
}

double magnitude(const at::Tensor& tensor) { return tensor.to(at::kDouble).norm().item<double>(); }

}  // namespace

GradientDeviation largest_deviation(const NamedTensors& computed, const NamedTensors& right) {
  require(computed.size() == right.size() && !right.empty(), "the gradients of the same weights are compared");
  double largest = 0;
  for (const auto& [name, gradient] : right) largest = std::max(largest, magnitude(gradient));
  GradientDeviation worst{right.front().first, 0};
  for (std::size_t i = 0; i < right.size(); ++i) {
    const auto& [name, gradient] = right[i];
    const double size = std::max(magnitude(gradient), kZero * largest);
    const double share = magnitude(computed[i].second.to(at::kDouble) - gradient.to(at::kDouble)) / size;
    if (!(share <= worst.share)) worst = {name, share};
    if (std::isnan(share)) break;
  }
  return worst;
}

void require_equal_gradients(const NamedTensors& computed, const NamedTensors& right) {
  const GradientDeviation worst = largest_deviation(computed, right);
  if (worst.share <= kMostRounding) return;
  throw Error(
      fmt::format("LibTorch {} computes wrong gradients on this machine (that of '{}' is {:.0f} % off): set "
                  "ONEDNN_MAX_CPU_ISA=AVX2 in the environment and start again, or install another version",
                  TORCH_VERSION, worst.name, 100 * worst.share));
}

void require_right_gradients() {
  static std::once_flag checked;  // what LibTorch computes is the same for the whole process
  std::call_once(checked, [] { require_equal_gradients(gradients(at::kFloat, false), gradients(at::kDouble, true)); });
}

}  // namespace cellar::network
