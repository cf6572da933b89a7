#include "space/network/checks/check_cell_network.hpp"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <fmt/format.h>

#include "core/errors.hpp"
#include "space/nb201/cell.hpp"
#include "space/network/cell_network.hpp"
#include "space/network/checks/recorded_supernet.hpp"
#include "space/network/checks/recorded_weights.hpp"
#include "space/network/checks/vanishing_gradients.hpp"
#include "space/network/cosine_schedule.hpp"
#include "space/network/sgd.hpp"

namespace cellar::network {

namespace {

std::vector<std::string> names_of(const Weights& weights, bool (*chosen)(const Weights::Entry&)) {
  std::vector<std::string> names;
  for (const Weights::Entry& entry : weights.entries()) {
    if (chosen(entry)) names.push_back(entry.name);
  }
  return names;
}

nb201::Skeleton described_skeleton(const RecordedValue& config) {
  nb201::Skeleton skeleton;
  skeleton.channels = config.at("C").count();
  skeleton.cells = config.at("N").count();
  skeleton.classes = config.at("num_classes").count();
  if (config.has("name") && config.at("name").text() != "infer.tiny") throw Error("a case of an unknown network");
  return skeleton;
}

PassStructure structure_of(const nb201::Skeleton& skeleton, const Architecture& cell) {
  return PassStructure::paths(static_cast<std::size_t>(skeleton.cells), {cell});
}

}  // namespace

Comparison check_cell_network(const RecordedCase& recorded) {
  const TensorKind kind = kind_of(recorded);
  Comparison comparison(recorded);
  const RecordedValue index = recorded.index();
  const nb201::Skeleton skeleton = described_skeleton(index.at("config"));
  const Architecture cell = recorded_genotype(index.at("genotype"));
  CellNetwork network(cell, skeleton, kind);
  load_weights(recorded, "init/", network.weights());
  const at::Tensor x = recorded.images("x", 0, kind);
  const ExpectedRounding rounding = expected_rounding(network.weights(), structure_of(skeleton, cell), x);
  const auto compare = [&](const Output& output, const std::string& when) {
    comparison.value(recorded, "logits_" + when, output.logits, rounding.answers);
    comparison.value(recorded, "feature_" + when, output.features, rounding.answers);
  };
  {
    const c10::NoGradGuard no_grad;
    compare(network.forward(x, {}), "eval_before");
  }
  const Output trained = network.forward(x, {.training = true});
  compare(trained, "train");
  const at::Tensor loss = at::cross_entropy_loss(trained.logits, recorded.labels("y", skeleton.classes));
  comparison.value(recorded, "loss", loss);
  loss.backward();
  compare_gradients(recorded, "grad/", network.weights(), comparison, rounding);
  compare_weights(recorded, "after/", network.weights(), comparison);
  comparison.same(index, "state_dict_order", names_of(network.weights(), [](const auto& /*entry*/) { return true; }));
  comparison.same(index, "params_without_grad", names_of(network.weights(), [](const auto& entry) {
                    return entry.is_parameter && !entry.tensor.grad().defined();
                  }));
  const c10::NoGradGuard no_grad;
  compare(network.forward(x, {}), "eval_after");
  return comparison;
}

Comparison check_training(const RecordedCase& recorded) {
  const TensorKind kind = kind_of(recorded);
  Comparison comparison(recorded);
  const RecordedValue index = recorded.index();
  const nb201::Skeleton skeleton = recorded_skeleton(recorded, "init/");
  const Architecture cell = recorded_genotype(index.at("genotype"));
  CellNetwork network(cell, skeleton, kind);
  load_weights(recorded, "init/", network.weights());
  Sgd optimiser(network.weights().parameters(), {});
  const std::vector<double> losses = index.at("loss").numbers(), rates = index.at("lr").numbers();
  if (losses.size() != rates.size() || rates.empty()) throw Error("its index has not one rate for each loss");
  const CosineSchedule schedule{.highest = rates[0], .least = 0, .epochs = static_cast<int>(rates.size())};
  for (std::size_t step = 0; step < rates.size(); ++step) {
    const double rate = schedule.rate(static_cast<int>(step), 0);
    comparison.same_number(fmt::format("lr of step {}", step), rate, rates[step]);
    optimiser.zero_grad();
    const at::Tensor x = recorded.images(fmt::format("x{}", step), static_cast<int>(step), kind);
    const at::Tensor loss = at::cross_entropy_loss(network.forward(x, {.training = true}).logits,
                                                   recorded.labels(fmt::format("y{}", step), skeleton.classes));
    comparison.value(fmt::format("loss of step {}", step), loss, at::scalar_tensor(losses[step], at::kDouble));
    loss.backward();
    optimiser.step(rate);
  }
  const PassStructure structure = structure_of(skeleton, cell);
  WeightNames vanishing = vanishing_gradients(network.weights(), structure);
  vanishing.merge(vanishing_means(structure));
  compare_weights(recorded, "final/", network.weights(), comparison, vanishing);
  return comparison;
}

}  // namespace cellar::network
