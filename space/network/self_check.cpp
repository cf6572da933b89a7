#include "space/network/self_check.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>
#include <torch/version.h>

#include <algorithm>
#include <cmath>
#include <mutex>
#include <set>
#include <string>

#include "core/errors.hpp"
#include "core/random.hpp"
#include "space/network/full_precision.hpp"
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

at::Tensor normal(at::IntArrayRef shape, Rng& rng, TensorKind kind) {
  const at::Tensor values = at::empty(shape, at::kDouble);
  for (std::int64_t i = 0; i < values.numel(); ++i) values.data_ptr<double>()[i] = rng.normal();
  return values.to(kind.options());
}

NamedTensors gradients(TensorKind kind, bool by_operation) {
  SupernetOptions options;
  options.skeleton = kSkeleton;
  Supernet supernet(options, kind);
  initialise_uniform(supernet.weights(), 1);
  Rng rng(2);
  const at::Tensor images = normal({kImages, 3, kSkeleton.image_size, kSkeleton.image_size}, rng, kind);
  const at::Tensor alphas = normal({6, 5}, rng, kind).set_requires_grad(true);
  const at::Tensor labels = at::arange(kImages, at::kLong).to(kind.device);
  const Pass pass{.training = true, .by_operation = by_operation};
  at::cross_entropy_loss(supernet.mixture(images, alphas.softmax(1), pass).logits, labels).backward();
  NamedTensors gradients = {{"architecture parameters", alphas.grad()}};
  for (const Weights::Entry& entry : supernet.weights().entries()) {
    if (entry.is_parameter) gradients.emplace_back(entry.name, entry.tensor.grad());
  }
  return gradients;
}

double magnitude(const at::Tensor& tensor) { return tensor.norm().item<double>(); }

at::Tensor on_host(const at::Tensor& tensor) { return tensor.cpu().to(at::kDouble); }

}  // namespace

GradientDeviation largest_deviation(const NamedTensors& computed, const NamedTensors& right) {
  require(computed.size() == right.size() && !right.empty(), "the gradients of the same weights are compared");
  double largest = 0;
  for (const auto& [name, gradient] : right) largest = std::max(largest, magnitude(on_host(gradient)));
  GradientDeviation worst{right.front().first, 0};
  for (std::size_t i = 0; i < right.size(); ++i) {
    const auto& [name, gradient] = right[i];
    const double size = std::max(magnitude(on_host(gradient)), kZero * largest);
    const double share = magnitude(on_host(computed[i].second) - on_host(gradient)) / size;
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

void require_right_gradients(at::Device device) {
  static std::mutex mutex;
  static std::set<std::string> checked;  // what LibTorch computes on a device is the same for the whole process
  const std::lock_guard lock(mutex);
  if (checked.contains(device.str())) return;
  const FullPrecision exact(device);  // TF32 puts many inputs of ReLUs on the other side of zero, which is no error
  require_equal_gradients(gradients({at::kFloat, device}, false), gradients({at::kDouble}, true));
  checked.insert(device.str());
}

}  // namespace cellar::network
