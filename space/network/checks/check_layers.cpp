#include "space/network/checks/check_layers.hpp"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string_view>

#include "core/errors.hpp"
#include "space/network/checks/recorded_weights.hpp"
#include "space/network/checks/vanishing_gradients.hpp"
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

std::unique_ptr<Layer> make_layer(const RecordedValue& index, TensorKind kind) {
  const std::string name = index.at("kind").text();
  const OperationShape shape{index.at("C_in").count(), index.at("C_out").count(), index.at("stride").count()};
  const NormOptions norm{index.at("affine").flag(), index.at("track_running_stats").flag()};
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

// The gradients of the biases of convolutions vanish behind a normalisation by the batch.
ExpectedRounding vanishing_biases(const Weights& weights) {
  ExpectedRounding rounding;
  for (const Weights::Entry& entry : weights.entries()) {
    if (is_bias_of_convolution(entry.name)) rounding.vanishing.insert(entry.name);
  }
  return rounding;
}

// In percent, with ties as torch's topk has them.
double percent(const at::Tensor& logits, const at::Tensor& labels, std::int64_t among) {
  const at::Tensor right = std::get<1>(logits.topk(among, 1)).eq(labels.unsqueeze(1));
  return rounded_percent(right.sum().item<std::int64_t>(), labels.numel());
}

}  // namespace

Comparison check_layer(const RecordedCase& recorded) {
  const TensorKind kind = kind_of(recorded);
  Comparison comparison(recorded);
  const auto layer = make_layer(recorded.index(), kind);
  Weights weights;
  layer->collect("", weights);
  load_weights(recorded, "init/", weights);
  const at::Tensor x = recorded.converted("x", kind).set_requires_grad(true);
  const at::Tensor y = layer->forward(x, true);
  comparison.value(recorded, "y_train", y);
  (y * recorded.converted("functional", kind)).sum().backward();
  comparison.gradient(recorded, "grad_x", x.grad().defined() ? x.grad() : at::zeros_like(x));
  compare_gradients(recorded, "grad/", weights, comparison, vanishing_biases(weights));
  compare_weights(recorded, "after/", weights, comparison);
  const c10::NoGradGuard no_grad;
  comparison.value(recorded, "y_eval_after", layer->forward(x.detach(), false));
  return comparison;
}

Comparison check_head(const RecordedCase& recorded) {
  const TensorKind kind = kind_of(recorded);
  Comparison comparison(recorded);
  const at::Tensor x = recorded.converted("feature_map", kind).set_requires_grad(true);
  const at::Tensor weight = recorded.tensor("init/weight", kind).set_requires_grad(true);
  const at::Tensor bias = recorded.tensor("init/bias", kind).set_requires_grad(true);
  const at::Tensor target = recorded.labels("target", bias.size(0));
  const at::Tensor pooled = x.mean({2, 3});
  const at::Tensor logits = at::linear(pooled, weight, bias);
  const at::Tensor loss = at::cross_entropy_loss(logits, target);
  loss.backward();
  comparison.value(recorded, "pooled", pooled);
  comparison.value(recorded, "logits", logits);
  comparison.value(recorded, "loss", loss);
  comparison.gradient(recorded, "grad_feature_map", x.grad());
  comparison.gradient(recorded, "grad/weight", weight.grad());
  comparison.gradient(recorded, "grad/bias", bias.grad());
  comparison.setting(recorded.index(), "top1", percent(logits, target, 1));
  comparison.setting(recorded.index(), "top5", percent(logits, target, 5));
  return comparison;
}

}  // namespace cellar::network
