#include <ATen/ATen.h>

#include <optional>
#include <string>
#include <vector>

#include "searchers/oneshot/checks/check_search_steps.hpp"
#include "searchers/oneshot/unrolled.hpp"
#include "space/network/checks/recorded_supernet.hpp"
#include "space/network/checks/recorded_weights.hpp"

namespace cellar::oneshot {

namespace {

using Tensors = std::vector<at::Tensor>;

at::Tensor concatenated(const Tensors& tensors) {
  Tensors flat;
  for (const at::Tensor& tensor : tensors) flat.push_back(tensor.detach().reshape(-1));
  return at::cat(flat);
}

// The skeleton of the case, whose index does not describe it.
network::Supernet supernet_of(const network::RecordedCase& recorded, const std::string& state) {
  network::SupernetOptions options;
  options.skeleton.channels = static_cast<int>(recorded.tensor(state + "_stem.1.weight").size(0));
  options.skeleton.classes = static_cast<int>(recorded.tensor(state + "classifier.bias").size(0));
  int cells = 0;
  for (const std::string& name : recorded.names(state)) cells += name.ends_with(".edges.1<-0.2.op.1.weight") ? 1 : 0;
  options.skeleton.cells = cells / 3;
  return {options, network::kind_of(recorded)};
}

Tensors momentum_of(const network::RecordedCase& recorded, const network::Weights& weights) {
  Tensors buffers;
  for (const network::Weights::Entry& entry : weights.entries()) {
    if (!entry.is_parameter) continue;
    const std::string name = "before_arch/momentum/" + entry.name;
    buffers.push_back(recorded.has(name) ? recorded.tensor(name) : at::Tensor());
  }
  return buffers;
}

void compare_losses(const nlohmann::json& losses, const Unrolled& unrolled, network::Comparison& comparison) {
  const auto compare = [&](const char* name, const Passed& passed) {
    comparison.value(std::string("loss ") + name, passed.loss,
                     at::scalar_tensor(losses.at(name).get<double>(), at::kDouble));
  };
  compare("unrolled_base", unrolled.base);
  compare("unrolled_arch", unrolled.arch);
  compare("hvp_plus", unrolled.plus);
  compare("hvp_minus", unrolled.minus);
}

// `weights`: those of the network after it.
void compare(const network::RecordedCase& recorded, const Unrolled& unrolled, const network::Weights& weights,
             network::Comparison& comparison) {
  const auto& index = recorded.index();
  compare_losses(index.at("losses"), unrolled, comparison);
  const auto gradient = [&](const std::string& name, const at::Tensor& computed) {
    comparison.gradient(name, computed, recorded.tensor(name));
  };
  gradient("base_grad_concat", concatenated(unrolled.base_gradient));
  gradient("vector_concat", concatenated(unrolled.direction));
  gradient("dalpha_direct", unrolled.direct);
  gradient("grads_plus", unrolled.gradients_plus);
  gradient("grads_minus", unrolled.gradients_minus);
  gradient("hessian_vector_product", unrolled.product);
  gradient("dalpha_final", unrolled.gradient);
  comparison.value("R", at::scalar_tensor(unrolled.radius, at::kDouble),
                   at::scalar_tensor(index.at("R").get<double>(), at::kDouble));
  comparison.value("unrolled_theta", concatenated(unrolled.weights_ahead), recorded.tensor("unrolled_theta"));
  comparison.value("unrolled_logits", unrolled.arch.logits, recorded.tensor("unrolled_logits"));
  comparison.value("theta_after", concatenated(weights.parameters()), recorded.tensor("theta_after"));
  network::compare_weights(recorded, "after/buffers/", weights, comparison);
  std::size_t next = 0;
  for (const network::Weights::Entry& entry : weights.entries()) {
    if (entry.is_parameter) continue;
    const std::string name = "unrolled/buffers/" + entry.name;
    comparison.value(name, unrolled.statistics[next++], recorded.tensor(name));
  }
}

}  // namespace

network::Comparison check_unrolled(const network::RecordedCase& recorded) {
  std::optional<network::ReferenceKernels> kernels;  // in float64 the fast cells are the proof
  if (network::kind_of(recorded).type == at::kFloat) kernels.emplace();
  const at::ScalarType type = network::kind_of(recorded).type;
  network::Comparison comparison(network::tolerances(type));
  const auto& index = recorded.index();
  const std::string state = recorded.names("before_arch/state/").empty() ? "init/" : "before_arch/state/";
  network::Supernet supernet = supernet_of(recorded, state);
  network::load_weights(recorded, state, supernet.weights());
  const at::Tensor alphas = recorded.tensor(state + "arch_parameters").set_requires_grad(true);
  TrainerOptions options;
  options.sgd = {index.at("momentum"), index.at("weight_decay"), true};
  Trainer trainer(supernet, alphas, options);
  trainer.sgd().restore(momentum_of(recorded, supernet.weights()));

  const auto batch = [&](const std::string& half) {
    return Batch{recorded.tensor(half + "_x").to(type), recorded.tensor(half + "_y")};
  };
  const Unrolled unrolled =
      unrolled_gradient(trainer, batch("base"), batch("arch"), index.at("lr"), {.training = true});
  compare(recorded, unrolled, supernet.weights(), comparison);
  return comparison;
}

}  // namespace cellar::oneshot
