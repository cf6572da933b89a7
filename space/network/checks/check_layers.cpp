#include "space/network/checks/check_layers.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string_view>

#include "core/errors.hpp"
#include "space/network/checks/recorded_weights.hpp"
#include "space/network/operations.hpp"

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

}  // namespace

Comparison check_layer(const RecordedCase& recorded) {
  const TensorKind kind = kind_of(recorded);
  Comparison comparison(tolerances(kind.type));
  const auto layer = make_layer(recorded.index(), kind);
  Weights weights;
  layer->collect("", weights);
  load_weights(recorded, "init/", weights);
  const at::Tensor x = recorded.tensor("x").to(kind.type).set_requires_grad(true);
  const at::Tensor y = layer->forward(x, true);
  comparison.value("y_train", y, recorded.tensor("y_train"));
  (y * recorded.tensor("functional").to(kind.type)).sum().backward();
  comparison.gradient("grad_x", x.grad().defined() ? x.grad() : at::zeros_like(x), recorded.tensor("grad_x"));
  compare_gradients(recorded, "grad/", weights, comparison);
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

}  // namespace cellar::network
