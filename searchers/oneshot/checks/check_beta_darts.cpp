#include "searchers/oneshot/checks/check_beta_darts.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include "searchers/oneshot/beta_darts.hpp"
#include "searchers/oneshot/checks/compare.hpp"
#include "space/network/adam.hpp"
#include "space/network/checks/recorded_supernet.hpp"

namespace cellar::oneshot {

using network::Comparison;
using network::RecordedCase;
using network::RecordedValue;

Comparison check_beta_regulariser(const RecordedCase& recorded) {
  Comparison comparison(recorded);
  const network::TensorKind kind = network::kind_of(recorded);
  const RecordedValue index = recorded.index();
  for (const RecordedValue& row : index.at("rows").list()) {
    const std::string prefix = fmt::format("case{:02}/", row.at("case").count());
    const at::Tensor alphas = recorded.tensor(prefix + "alpha", kind).set_requires_grad(true);
    const at::Tensor loss = beta_regulariser(alphas);
    loss.backward();
    comparison.number(row, "loss", loss.item<double>());
    comparison.gradient(recorded, prefix + "grad", alphas.grad());
  }
  if (!index.has("schedule")) return comparison;
  for (const RecordedValue& entry : index.at("schedule").list()) {
    comparison.setting(entry, "weight", BetaWeight().at(entry.at("epoch").count()));
  }
  return comparison;
}

Comparison check_beta_steps(const RecordedCase& recorded) {
  const network::TensorKind kind = network::kind_of(recorded);
  Comparison comparison(recorded);
  const RecordedValue index = recorded.index();
  network::Supernet supernet = network::loaded_supernet(recorded, kind);
  const at::Tensor alphas = recorded.tensor("init/arch_parameters", kind).set_requires_grad(true);
  const RecordedAdam settings = index.has("adam") ? recorded_adam(index.at("adam")) : RecordedAdam{};
  network::Adam adam({alphas}, settings.options);
  const at::Tensor x = recorded.images("x", 0, kind);
  for (const RecordedValue& step : index.at("steps").list()) {
    const std::string prefix = fmt::format("step{}/", step.at("step").count());
    const double weight = BetaWeight().at(step.at("epoch").count());
    adam.zero_grad();
    const at::Tensor logits = supernet.mixture(x, alphas.softmax(1), network::training_pass()).logits;
    const at::Tensor loss = at::cross_entropy_loss(logits, recorded.labels("y", logits.size(1)));
    const at::Tensor regulariser = beta_regulariser(alphas);
    (loss + weight * regulariser).backward();
    comparison.setting(step, "weight", weight);
    comparison.number(step, "ce", loss.item<double>());
    comparison.number(step, "mlc", regulariser.item<double>());
    comparison.gradient(recorded, prefix + "alpha_grad", alphas.grad());
    adam.step(settings.rate);
    comparison.value(recorded, prefix + "alpha_after", alphas);
  }
  return comparison;
}

}  // namespace cellar::oneshot
