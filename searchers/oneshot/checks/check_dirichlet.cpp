#include "searchers/oneshot/checks/check_dirichlet.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include "searchers/oneshot/dirichlet.hpp"

namespace cellar::oneshot {

using network::Comparison;
using network::RecordedCase;
using network::RecordedValue;

namespace {

constexpr double kExactSlopes = 1e-10;       // in cases of float32, too: D is computed in double of what was recorded
constexpr double kRegulariserWeight = 1e-3;  // of the divergence, in DrNAS
constexpr double kRatioRounding = 1e-7;      // of numbers below 1 in float32, which is what is recorded
constexpr double kTorchSlopes = 2e-3;        // torch's D is an approximation; so far it is off

// Near alphas of zero the divergence is near zero, the rounding of what is added up is not: 1e-14 and 1e-6 are allowed.
double divergence_rounding(at::ScalarType type) { return type == at::kDouble ? 1e-14 : 1e-6; }

void check_divergence(const RecordedCase& recorded, const std::string& prefix, const RecordedValue& row,
                      Comparison& comparison) {
  const network::TensorKind kind = network::kind_of(recorded);
  const at::Tensor alphas = recorded.tensor(prefix + "alpha", kind).set_requires_grad(true);
  const double rounding = divergence_rounding(kind.type);
  const at::Tensor divergence = dirichlet_divergence(dirichlet_concentration(alphas));
  divergence.sum().backward();
  comparison.value(recorded, prefix + "kl_rows", divergence, rounding);
  const double sum = divergence.sum().item<double>();
  comparison.number(row, "kl_sum", sum, rounding);
  comparison.number(row, "kl_reg_times_1e_3", kRegulariserWeight * sum, kRegulariserWeight * rounding);
  comparison.gradient(recorded, prefix + "kl_sum_grad_alpha", alphas.grad(), rounding);
}

// Exact slopes are compared where they are known; they are those of the recorded draw.
void check_slopes(const RecordedCase& recorded, const std::string& prefix, Comparison& comparison) {
  const at::Tensor concentration = recorded.tensor(prefix + "concentration");
  const at::Tensor slopes = dirichlet_slopes(recorded.tensor(prefix + "sample"), concentration);
  if (const std::string name = prefix + "dirichlet_grad_D_exact"; recorded.has(name)) {
    const at::Tensor exact = recorded.tensor(name);
    const at::Tensor known = exact.isfinite();
    comparison.within(kExactSlopes, name, slopes.masked_select(known), exact.masked_select(known));
  }
  if (const std::string name = prefix + "dirichlet_grad_D"; recorded.has(name)) {
    comparison.within(kTorchSlopes, name, slopes, recorded.tensor(name));
  }
}

// The gradient of the alphas by the formula of the case's index, with the exact slopes; where one is not known, ours.
at::Tensor exact_gradient(const RecordedCase& recorded, const std::string& prefix) {
  const auto wide = [&](const std::string& name) { return recorded.converted(prefix + name, {at::kDouble}); };
  const at::Tensor x = wide("sample"), g = wide("functional"), alphas = wide("alpha");
  const at::Tensor exact = wide("dirichlet_grad_D_exact");
  const at::Tensor slopes = at::where(exact.isfinite(), exact, dirichlet_slopes(x, wide("concentration")));
  return slopes * (g - (x * g).sum(-1, true)) * at::where(alphas > 0, at::ones_like(alphas), alphas.exp());
}

// Draws of given gamma variates, and the gradient through them.
void check_draw(const RecordedCase& recorded, const std::string& prefix, const RecordedValue& row,
                Comparison& comparison) {
  const network::TensorKind kind = network::kind_of(recorded);
  const at::Tensor alphas = recorded.tensor(prefix + "alpha", kind).set_requires_grad(true);
  const at::Tensor concentration = dirichlet_concentration(alphas);
  comparison.value(recorded, prefix + "concentration", concentration);
  const at::Tensor gamma = recorded.tensor(prefix + "gamma", kind);
  const at::Tensor draw = dirichlet_sample(concentration, gamma);
  comparison.value(recorded, prefix + "sample", draw);
  if (recorded.has(prefix + "sample")) {  // how far gamma over its sum is from it
    const at::Tensor error = gamma / gamma.sum(-1, true) - recorded.tensor(prefix + "sample", kind);
    comparison.number(row, "gamma_ratio_max_abs_err", network::magnitude(error), kRatioRounding);
  }
  if (!recorded.has(prefix + "functional")) return;
  (draw * recorded.tensor(prefix + "functional", kind)).sum().backward();
  if (recorded.has(prefix + "dirichlet_grad_D_exact")) {
    comparison.gradient(prefix + "alpha_grad with exact slopes", alphas.grad(), exact_gradient(recorded, prefix));
  }
  if (const std::string name = prefix + "alpha_grad"; recorded.has(name)) {
    comparison.within(kTorchSlopes, name, alphas.grad(), recorded.tensor(name));
  }
}

}  // namespace

Comparison check_dirichlet(const RecordedCase& recorded) {
  Comparison comparison(recorded);
  for (const RecordedValue& row : recorded.index().at("rows").list()) {
    const std::string prefix = fmt::format("case{:02}/", row.at("case").count());
    check_divergence(recorded, prefix, row, comparison);
    check_slopes(recorded, prefix, comparison);
    check_draw(recorded, prefix, row, comparison);
  }
  return comparison;
}

}  // namespace cellar::oneshot
