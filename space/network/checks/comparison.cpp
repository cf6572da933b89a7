#include "space/network/checks/comparison.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "core/errors.hpp"

namespace cellar::network {

namespace {

double magnitude(const at::Tensor& tensor) {
  return tensor.numel() == 0 ? 0 : tensor.detach().to(at::kDouble).abs().max().item<double>();
}

}  // namespace

Tolerances tolerances(at::ScalarType type) {
  return type == at::kDouble ? Tolerances{1e-10, 1e-10} : Tolerances{1e-4, 1e-3};
}

TensorKind kind_of(const RecordedCase& recorded) {
  const std::string type = recorded.index().at("dtype");
  if (type != "f32" && type != "f64") throw Error(fmt::format("a case of type '{}': f32 and f64 are known", type));
  return {type == "f64" ? at::kDouble : at::kFloat};
}

ReferenceKernels::ReferenceKernels() : enabled_(at::globalContext().userEnabledMkldnn()) {
  at::globalContext().setUserEnabledMkldnn(false);
}

ReferenceKernels::~ReferenceKernels() { at::globalContext().setUserEnabledMkldnn(enabled_); }

void Comparison::value(const std::string& name, const at::Tensor& computed, const at::Tensor& recorded, double floor) {
  within(tolerances_.values, name, computed, recorded, floor);
}

void Comparison::gradient(const std::string& name, const at::Tensor& computed, const at::Tensor& recorded,
                          double floor) {
  within(tolerances_.gradients, name, computed, recorded, floor);
}

void Comparison::same(const std::string& name, const std::string& computed, const std::string& recorded) {
  ++compared_;
  if (computed == recorded || !failed_.empty()) return;
  failed_ = fmt::format("{}: '{}' instead of '{}'", name, computed, recorded);
}

void Comparison::within(double tolerance, const std::string& name, const at::Tensor& computed,
                        const at::Tensor& recorded, double floor) {
  ++compared_;
  const auto fail = [&](const std::string& reason) {
    if (failed_.empty()) failed_ = fmt::format("{}: {}", name, reason);
  };
  if (!computed.defined()) return fail("not computed");
  if (computed.sizes() != recorded.sizes()) {
    return fail(fmt::format("shape ({}) instead of ({})", fmt::join(computed.sizes(), ", "),
                            fmt::join(recorded.sizes(), ", ")));
  }
  const at::Tensor difference = computed.detach().cpu().to(at::kDouble) - recorded.to(at::kDouble);
  const double scale = std::max(magnitude(recorded), floor);
  const double largest = magnitude(difference);
  const double deviation = largest == 0 ? 0 : largest / scale;
  if (!(deviation <= worst_)) {  // also where it is no number
    worst_ = deviation;
    where_ = name;
  }
  if (!(deviation <= tolerance)) fail(fmt::format("deviates by {:.2g}, allowed is {:.0e}", deviation, tolerance));
}

}  // namespace cellar::network
