#include "space/network/checks/check_cell_network.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include "space/nb201/cell.hpp"
#include "space/network/cell_network.hpp"
#include "space/network/checks/recorded_weights.hpp"
#include "space/network/cosine_schedule.hpp"
#include "space/network/sgd.hpp"

namespace cellar::network {

Comparison check_cell_network(const RecordedCase& recorded) {
  const TensorKind kind = kind_of(recorded);
  Comparison comparison(tolerances(kind.type));
  const auto& config = recorded.index().at("config");
  nb201::Skeleton skeleton;
  skeleton.channels = config.at("C");
  skeleton.cells = config.at("N");
  skeleton.classes = config.at("num_classes");
  CellNetwork network(nb201::parse_cell(recorded.index().at("genotype").get<std::string>()), skeleton, kind);
  load_weights(recorded, "init/", network.weights());
  const at::Tensor x = recorded.tensor("x").to(kind.type);
  const auto compare = [&](const Output& output, const std::string& when) {
    comparison.value("logits_" + when, output.logits, recorded.tensor("logits_" + when));
    const std::string features = "feature_" + when;
    if (recorded.has(features)) comparison.value(features, output.features, recorded.tensor(features));
  };
  {
    const at::NoGradGuard no_grad;
    compare(network.forward(x, {}), "eval_before");
  }
  const Output trained = network.forward(x, {.training = true});
  compare(trained, "train");
  const at::Tensor loss = at::cross_entropy_loss(trained.logits, recorded.tensor("y"));
  comparison.value("loss", loss, recorded.tensor("loss"));
  loss.backward();
  compare_gradients(recorded, "grad/", network.weights(), comparison);
  compare_weights(recorded, "after/", network.weights(), comparison);
  const at::NoGradGuard no_grad;
  compare(network.forward(x, {}), "eval_after");
  return comparison;
}

Comparison check_training(const RecordedCase& recorded) {
  const ReferenceKernels kernels;
  const TensorKind kind = kind_of(recorded);
  Comparison comparison(tolerances(kind.type));
  nb201::Skeleton skeleton;
  skeleton.channels = static_cast<int>(recorded.tensor("init/stem.0.weight").size(0));
  skeleton.cells = 1;
  skeleton.classes = static_cast<int>(recorded.tensor("init/classifier.weight").size(0));
  CellNetwork network(nb201::parse_cell(recorded.index().at("genotype").get<std::string>()), skeleton, kind);
  load_weights(recorded, "init/", network.weights());
  Sgd optimiser(network.weights().parameters(), {});
  const auto& losses = recorded.index().at("loss");
  const auto& rates = recorded.index().at("lr");
  const int steps = static_cast<int>(losses.size());
  const CosineSchedule schedule{.highest = 0.1, .least = 0, .epochs = steps};
  for (int step = 0; step < steps; ++step) {
    const auto at = static_cast<std::size_t>(step);
    const double rate = schedule.rate(step, 0);
    comparison.value(fmt::format("lr of step {}", step), at::scalar_tensor(rate, at::kDouble),
                     at::scalar_tensor(rates[at].get<double>(), at::kDouble));
    optimiser.zero_grad();
    const at::Tensor x = recorded.tensor(fmt::format("x{}", step)).to(kind.type);
    const at::Tensor loss = at::cross_entropy_loss(network.forward(x, {.training = true}).logits,
                                                   recorded.tensor(fmt::format("y{}", step)));
    comparison.value(fmt::format("loss of step {}", step), loss,
                     at::scalar_tensor(losses[at].get<double>(), at::kDouble));
    loss.backward();
    optimiser.step(rate);
  }
  // Shifts that are normalised away stay near zero: a thousandth counts as their magnitude.
  compare_weights(recorded, "final/", network.weights(), comparison, 1e-3);
  return comparison;
}

}  // namespace cellar::network
