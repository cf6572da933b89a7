#include "searchers/oneshot/checks/check_dirichlet.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include "searchers/oneshot/checks/compare.hpp"
#include "searchers/oneshot/dirichlet.hpp"

namespace cellar::oneshot {

using network::Comparison;
using network::RecordedCase;

namespace {

constexpr double kExactSlopes = 1e-10;  // in cases of float32, too: D is computed in double of what was recorded
constexpr double kTorchSlopes = 2e-3;   // torch's D is an approximation; so far it is off

// Near alphas of zero the divergence is near zero, the rounding of what is added up is not: 1e-14 and 1e-6 are allowed.
double divergence_floor(at::ScalarType type) { return type == at::kDouble ? 1e-4 : 1e-2; }

void check_divergence(const RecordedCase& recorded, const std::string& prefix, const nlohmann::json& row,
                      Comparison& comparison) {
  const at::Tensor alphas = recorded.tensor(prefix + "alpha").set_requires_grad(true);
  const double floor = divergence_floor(alphas.scalar_type());
  const at::Tensor divergence = dirichlet_divergence(dirichlet_concentration(alphas));
  divergence.sum().backward();
  comparison.value(prefix + "kl_rows", divergence, recorded.tensor(prefix + "kl_rows"), floor);
  compare_number(prefix + "kl_sum", divergence.sum().item<double>(), row.at("kl_sum"), comparison, floor);
  comparison.gradient(prefix + "kl_sum_grad_alpha", alphas.grad(), recorded.tensor(prefix + "kl_sum_grad_alpha"),
                      floor);
}

// Exact slopes are compared where they are known; they are those of the recorded draw.
void check_slopes(const RecordedCase& recorded, const std::string& prefix, Comparison& comparison) {
  const at::Tensor concentration = recorded.tensor(prefix + "concentration");
  const at::Tensor slopes = dirichlet_slopes(recorded.tensor(prefix + "sample"), concentration);
  const at::Tensor exact = recorded.tensor(prefix + "dirichlet_grad_D_exact");
  const at::Tensor known = exact.isfinite();
  comparison.within(kExactSlopes, prefix + "dirichlet_grad_D_exact", slopes.masked_select(known),
                    exact.masked_select(known));
  comparison.within(kTorchSlopes, prefix + "dirichlet_grad_D", slopes, recorded.tensor(prefix + "dirichlet_grad_D"));
}

// The gradient of the alphas by the formula of the case's index, with the exact slopes; where one is not known, ours.
at::Tensor exact_gradient(const RecordedCase& recorded, const std::string& prefix) {
  const auto wide = [&](const std::string& name) { return recorded.tensor(prefix + name).to(at::kDouble); };
  const at::Tensor x = wide("sample"), g = wide("functional"), alphas = wide("alpha");
  const at::Tensor exact = wide("dirichlet_grad_D_exact");
  const at::Tensor slopes = at::where(exact.isfinite(), exact, dirichlet_slopes(x, wide("concentration")));
  return slopes * (g - (x * g).sum(-1, true)) * at::where(alphas > 0, at::ones_like(alphas), alphas.exp());
}

}  // namespace

Comparison check_dirichlet(const RecordedCase& recorded) {
  Comparison comparison(network::tolerances(network::kind_of(recorded).type));
  for (const auto& row : recorded.index().at("rows")) {
    const std::string prefix = fmt::format("case{:02}/", row.at("case").get<int>());
    check_divergence(recorded, prefix, row, comparison);
    check_slopes(recorded, prefix, comparison);
    const at::Tensor alphas = recorded.tensor(prefix + "alpha").set_requires_grad(true);
    const at::Tensor concentration = dirichlet_concentration(alphas);
    comparison.value(prefix + "concentration", concentration, recorded.tensor(prefix + "concentration"));
    const at::Tensor draw = dirichlet_sample(concentration, recorded.tensor(prefix + "gamma"));
    comparison.value(prefix + "sample", draw, recorded.tensor(prefix + "sample"));
    (draw * recorded.tensor(prefix + "functional")).sum().backward();
    comparison.gradient(prefix + "alpha_grad with exact slopes", alphas.grad(), exact_gradient(recorded, prefix));
    comparison.within(kTorchSlopes, prefix + "alpha_grad", alphas.grad(), recorded.tensor(prefix + "alpha_grad"));
  }
  return comparison;
}

}  // namespace cellar::oneshot
