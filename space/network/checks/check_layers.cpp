#include "space/network/checks/check_layers.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string_view>

#include "core/errors.hpp"
#include "space/network/cell_network.hpp"
#include "space/network/cosine_schedule.hpp"
#include "space/network/operations.hpp"
#include "space/network/sgd.hpp"

namespace cellar::network {

namespace {

// Batch normalisation and ReLU, as the head begins with.
class LastActivation final : public Layer {
 public:
  LastActivation(int channels, NormOptions norm, TensorKind kind) : norm_(channels, norm, kind) {}
  at::Tensor forward(const at::Tensor& x, bool training) override { return at::relu(norm_.forward(x, training)); }
  void collect(const std::string& prefix, Weights& weights) const override { norm_.collect(prefix + "0.", weights); }

 private:
  BatchNorm norm_;
};

std::unique_ptr<Layer> make_layer(const nlohmann::json& index, TensorKind kind) {
  const std::string name = index.at("kind");
  const OperationShape shape{index.at("C_in"), index.at("C_out"), index.at("stride")};
  const NormOptions norm{index.at("affine"), index.at("track_running_stats")};
  if (name == "stem") return std::make_unique<Stem>(shape.out, kind);
  if (name == "lastact") return std::make_unique<LastActivation>(shape.out, norm, kind);
  if (name == "factorized_reduce") return std::make_unique<FactorizedReduce>(shape, norm, kind);
  if (name == "resnet_basicblock") {
    return std::make_unique<ResidualBlock>(shape.in, shape.out, shape.stride, norm, kind);
  }
  const auto operation = std::find(nb201::kOperationNames.begin(), nb201::kOperationNames.end(), name);
  if (operation == nb201::kOperationNames.end()) throw Error(fmt::format("a case of an unknown layer '{}'", name));
  return make_operation(static_cast<nb201::Operation>(operation - nb201::kOperationNames.begin()), shape, norm, kind);
}

void load(const RecordedCase& recorded, const std::string& prefix, const Weights& weights) {
  for (const std::string& name : recorded.names(prefix)) weights.load(name, recorded.tensor(prefix + name));
}

// Gradients beside what is recorded of them. That of a bias before batch normalisation is zero but for rounding, of the
// size of the weights' gradients.
void compare_gradients(const RecordedCase& recorded, const Weights& weights, Comparison& comparison) {
  double largest = 0;
  for (const Weights::Entry& entry : weights.entries()) {
    if (entry.is_parameter && entry.tensor.grad().defined()) {
      largest = std::max(largest, entry.tensor.grad().abs().max().item<double>());
    }
  }
  for (const std::string& name : recorded.names("grad/")) {
    const at::Tensor own = weights.find(name);
    const bool is_bias = name.ends_with("bias");
    comparison.gradient("grad/" + name, own.defined() ? own.grad() : own, recorded.tensor("grad/" + name),
                        is_bias ? largest : 0);
  }
}

void compare_weights(const RecordedCase& recorded, const std::string& prefix, const Weights& weights,
                     Comparison& comparison) {
  for (const std::string& name : recorded.names(prefix)) {
    comparison.value(prefix + name, weights.find(name), recorded.tensor(prefix + name));
  }
}

}  // namespace

Comparison check_layer(const RecordedCase& recorded) {
  const TensorKind kind = kind_of(recorded);
  Comparison comparison(tolerances(kind.type));
  const auto layer = make_layer(recorded.index(), kind);
  Weights weights;
  layer->collect("", weights);
  load(recorded, "init/", weights);
  const at::Tensor x = recorded.tensor("x").to(kind.type).set_requires_grad(true);
  const at::Tensor y = layer->forward(x, true);
  comparison.value("y_train", y, recorded.tensor("y_train"));
  (y * recorded.tensor("functional").to(kind.type)).sum().backward();
  comparison.gradient("grad_x", x.grad().defined() ? x.grad() : at::zeros_like(x), recorded.tensor("grad_x"));
  compare_gradients(recorded, weights, comparison);
  compare_weights(recorded, "after/", weights, comparison);
  const at::NoGradGuard no_grad;
  comparison.value("y_eval_after", layer->forward(x.detach(), false), recorded.tensor("y_eval_after"));
  return comparison;
}

Comparison check_head(const RecordedCase& recorded) {
  const TensorKind kind = kind_of(recorded);
  Comparison comparison(tolerances(kind.type));
  const at::Tensor x = recorded.tensor("feature_map").to(kind.type).set_requires_grad(true);
  const at::Tensor weight = recorded.tensor("init/weight").set_requires_grad(true);
  const at::Tensor bias = recorded.tensor("init/bias").set_requires_grad(true);
  const at::Tensor pooled = x.mean({2, 3});
  const at::Tensor logits = at::linear(pooled, weight, bias);
  const at::Tensor loss = at::cross_entropy_loss(logits, recorded.tensor("target"));
  loss.backward();
  comparison.value("pooled", pooled, recorded.tensor("pooled"));
  comparison.value("logits", logits, recorded.tensor("logits"));
  comparison.value("loss", loss, recorded.tensor("loss"));
  comparison.gradient("grad_feature_map", x.grad(), recorded.tensor("grad_feature_map"));
  comparison.gradient("grad/weight", weight.grad(), recorded.tensor("grad/weight"));
  comparison.gradient("grad/bias", bias.grad(), recorded.tensor("grad/bias"));
  return comparison;
}

Comparison check_cell_network(const RecordedCase& recorded) {
  const TensorKind kind = kind_of(recorded);
  Comparison comparison(tolerances(kind.type));
  const auto& config = recorded.index().at("config");
  nb201::Skeleton skeleton;
  skeleton.channels = config.at("C");
  skeleton.cells = config.at("N");
  skeleton.classes = config.at("num_classes");
  CellNetwork network(nb201::parse_cell(recorded.index().at("genotype").get<std::string>()), skeleton, kind);
  load(recorded, "init/", network.weights());
  const at::Tensor x = recorded.tensor("x").to(kind.type);
  const auto compare = [&](const Output& output, const std::string& when) {
    comparison.value("logits_" + when, output.logits, recorded.tensor("logits_" + when));
    const std::string features = "feature_" + when;
    if (recorded.has(features)) comparison.value(features, output.features, recorded.tensor(features));
  };
  {
    const at::NoGradGuard no_grad;
    compare(network.forward(x, false), "eval_before");
  }
  const Output trained = network.forward(x, true);
  compare(trained, "train");
  const at::Tensor loss = at::cross_entropy_loss(trained.logits, recorded.tensor("y"));
  comparison.value("loss", loss, recorded.tensor("loss"));
  loss.backward();
  compare_gradients(recorded, network.weights(), comparison);
  compare_weights(recorded, "after/", network.weights(), comparison);
  const at::NoGradGuard no_grad;
  compare(network.forward(x, false), "eval_after");
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
  load(recorded, "init/", network.weights());
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
    const at::Tensor loss =
        at::cross_entropy_loss(network.forward(x, true).logits, recorded.tensor(fmt::format("y{}", step)));
    comparison.value(fmt::format("loss of step {}", step), loss,
                     at::scalar_tensor(losses[at].get<double>(), at::kDouble));
    loss.backward();
    optimiser.step(rate);
  }
  // The shift of an operation whose sum is normalised again has no gradient but rounding, and stays near zero (T4).
  constexpr double kShift = 1e-2;
  for (const std::string& name : recorded.names("final/")) {
    comparison.value("final/" + name, network.weights().find(name), recorded.tensor("final/" + name),
                     name.ends_with("bias") ? kShift : 0);
  }
  return comparison;
}

}  // namespace cellar::network
