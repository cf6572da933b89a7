#include "searchers/oneshot/checks/check_beta_darts.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include "searchers/oneshot/beta_darts.hpp"
#include "searchers/oneshot/checks/compare.hpp"
#include "searchers/oneshot/checks/shaped_supernet.hpp"
#include "space/network/adam.hpp"

namespace cellar::oneshot {

using network::Comparison;
using network::RecordedCase;

Comparison check_beta_regulariser(const RecordedCase& recorded) {
  Comparison comparison(network::tolerances(network::kind_of(recorded).type));
  for (const auto& row : recorded.index().at("rows")) {
    const std::string prefix = fmt::format("case{:02}/", row.at("case").get<int>());
    const at::Tensor alphas = recorded.tensor(prefix + "alpha").set_requires_grad(true);
    const at::Tensor loss = beta_regulariser(alphas);
    loss.backward();
    compare_number(prefix + "loss", loss.item<double>(), row.at("loss"), comparison);
    comparison.gradient(prefix + "grad", alphas.grad(), recorded.tensor(prefix + "grad"));
  }
  for (const auto& entry : recorded.index().at("schedule")) {
    const int epoch = entry.at("epoch");
    compare_number(fmt::format("weight of epoch {}", epoch), BetaWeight().at(epoch), entry.at("weight"), comparison);
  }
  return comparison;
}

Comparison check_beta_steps(const RecordedCase& recorded) {
  const network::ReferenceKernels kernels;
  const network::TensorKind kind = network::kind_of(recorded);
  Comparison comparison(network::tolerances(kind.type));
  network::Supernet supernet = shaped_supernet(recorded, kind);
  const at::Tensor alphas = recorded.tensor("init/arch_parameters").set_requires_grad(true);
  const nlohmann::json settings = recorded.index().value("adam", nlohmann::json::object());
  network::Adam::Options options;  // the original's, where a case does not say others
  options.epsilon = settings.value("eps", options.epsilon);
  options.weight_decay = settings.value("weight_decay", options.weight_decay);
  if (settings.contains("betas")) {
    options.beta1 = settings["betas"].at(0);
    options.beta2 = settings["betas"].at(1);
  }
  network::Adam adam({alphas}, options);
  const at::Tensor x = recorded.tensor("x").to(kind.type), y = recorded.tensor("y");
  for (const auto& step : recorded.index().at("steps")) {
    const std::string prefix = fmt::format("step{}/", step.at("step").get<int>());
    const double weight = BetaWeight().at(step.at("epoch"));
    adam.zero_grad();
    const at::Tensor logits = supernet.mixture(x, alphas.softmax(1), {.training = true}).logits;
    const at::Tensor loss = at::cross_entropy_loss(logits, y);
    const at::Tensor regulariser = beta_regulariser(alphas);
    (loss + weight * regulariser).backward();
    compare_number(prefix + "weight", weight, step.at("weight"), comparison);
    compare_number(prefix + "ce", loss.item<double>(), step.at("ce"), comparison);
    compare_number(prefix + "mlc", regulariser.item<double>(), step.at("mlc"), comparison);
    comparison.gradient(prefix + "alpha_grad", alphas.grad(), recorded.tensor(prefix + "alpha_grad"));
    adam.step(settings.value("lr", 3e-4));
    comparison.value(prefix + "alpha_after", alphas, recorded.tensor(prefix + "alpha_after"));
  }
  return comparison;
}

}  // namespace cellar::oneshot
