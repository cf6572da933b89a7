#include <ATen/ATen.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "searchers/oneshot/checks/check_search_steps.hpp"
#include "searchers/oneshot/unrolled.hpp"
#include "space/network/checks/recorded_supernet.hpp"
#include "space/network/checks/recorded_weights.hpp"
#include "space/network/checks/vanishing_gradients.hpp"

namespace cellar::oneshot {

using network::RecordedCase;
using network::RecordedValue;

namespace {

using Tensors = std::vector<at::Tensor>;

at::Tensor concatenated(const Tensors& tensors) {
  Tensors flat;
  for (const at::Tensor& tensor : tensors) flat.push_back(tensor.detach().reshape(-1));
  return at::cat(flat);
}

Tensors momentum_of(const RecordedCase& recorded, const network::Weights& weights) {
  Tensors buffers;
  for (const network::Weights::Entry& entry : weights.entries()) {
    if (!entry.is_parameter) continue;
    const std::string name = "before_arch/momentum/" + entry.name;
    buffers.push_back(recorded.has(name) ? recorded.tensor(name) : at::Tensor());
  }
  return buffers;
}

// The state and the batches that a case begins with.
class UnrolledCase {
 public:
  explicit UnrolledCase(const RecordedCase& recorded)
      : recorded_(recorded),
        index_(recorded.index()),
        kind_(network::kind_of(recorded)),
        state_(recorded.names("before_arch/state/").empty() ? "init/" : "before_arch/state/"),
        comparison_(recorded),
        supernet_(network::loaded_supernet(recorded, kind_, state_)),
        alphas_(recorded.tensor(state_ + "arch_parameters", kind_).set_requires_grad(true)),
        trainer_(supernet_, alphas_, options()) {
    trainer_.sgd().restore(momentum_of(recorded, supernet_.weights()));
  }

  network::Comparison run() {
    compare_before();
    if (state_ != "init/") compare_step_before();
    const at::Tensor theta = concatenated(supernet_.weights().parameters());
    const double rate = index_.at("lr").number();
    const Unrolled unrolled = unrolled_gradient(trainer_, batch("base"), batch("arch"), rate, network::training_pass());
    compare_losses(unrolled);
    compare(unrolled);
    compare_after(unrolled, theta);
    return comparison_;
  }

 private:
  TrainerOptions options() const {
    TrainerOptions options;
    options.sgd = {index_.at("momentum").number(), index_.at("weight_decay").number(), true};
    return options;
  }

  Batch batch(const std::string& half) const {
    const std::int64_t classes = recorded_.tensor(state_ + "classifier.bias").size(0);
    return {recorded_.images(half + "_x", 0, kind_), recorded_.labels(half + "_y", classes)};
  }

  // The weights one after the other, in our order, and their momentum.
  void compare_before() {
    std::vector<std::string> shapes;
    for (const at::Tensor& weight : supernet_.weights().parameters()) {
      shapes.push_back(fmt::format("({})", fmt::join(weight.sizes(), ",")));
    }
    network::compare_names(index_, supernet_.weights(), comparison_);
    if (index_.has("weight_shapes")) {
      std::vector<std::string> recorded;
      for (const RecordedValue& shape : index_.at("weight_shapes").list()) {
        recorded.push_back(fmt::format("({})", fmt::join(shape.integers(), ",")));
      }
      comparison_.same("weight_shapes", fmt::format("{}", fmt::join(shapes, " ")),
                       fmt::format("{}", fmt::join(recorded, " ")));
    }
    comparison_.value(recorded_, "theta", concatenated(supernet_.weights().parameters()));
    const Tensors& buffers = trainer_.sgd().buffers();
    const bool moves = std::all_of(buffers.begin(), buffers.end(), [](const auto& one) { return one.defined(); });
    if (moves) comparison_.value(recorded_, "momentum_buffer_concat", concatenated(buffers));
    if (index_.has("momentum_present")) {
      comparison_.holds("momentum_present", index_.at("momentum_present").flag() == moves);
    }
  }

  // The step of the weights that led from the initial state here.
  void compare_step_before() {
    network::Supernet supernet = network::loaded_supernet(recorded_, kind_, "init/");
    const at::Tensor alphas = recorded_.tensor("init/arch_parameters", kind_).set_requires_grad(true);
    Trainer trainer(supernet, alphas, options());
    trainer.weight_step(batch("base"), Mixture{}, index_.at("lr").number(), network::training_pass());
    comparison_.value(recorded_, state_ + "arch_parameters", alphas);
    const double vanished = comparison_.allowed().vanishing * network::largest_gradient(supernet.weights());
    std::size_t next = 0;
    for (const network::Weights::Entry& entry : supernet.weights().entries()) {
      comparison_.value(recorded_, state_ + entry.name, entry.tensor);
      if (!entry.is_parameter) continue;
      const std::string name = "before_arch/momentum/" + entry.name;
      comparison_.gradient(recorded_, name, trainer.sgd().buffers()[next++],
                           network::is_bias_of_convolution(entry.name) ? vanished : 0);
    }
  }

  void compare_losses(const Unrolled& unrolled) {
    if (!index_.has("losses")) return;
    const RecordedValue losses = index_.at("losses");
    comparison_.number(losses, "unrolled_base", unrolled.base.loss.item<double>());
    comparison_.number(losses, "unrolled_arch", unrolled.arch.loss.item<double>());
    comparison_.number(losses, "hvp_plus", unrolled.plus.loss.item<double>());
    comparison_.number(losses, "hvp_minus", unrolled.minus.loss.item<double>());
  }

  void compare(const Unrolled& unrolled) {
    comparison_.gradient(recorded_, "base_grad_concat", concatenated(unrolled.base_gradient));
    comparison_.gradient(recorded_, "vector_concat", concatenated(unrolled.direction));
    comparison_.gradient(recorded_, "dalpha_direct", unrolled.direct);
    comparison_.gradient(recorded_, "grads_plus", unrolled.gradients_plus);
    comparison_.gradient(recorded_, "grads_minus", unrolled.gradients_minus);
    comparison_.gradient(recorded_, "hessian_vector_product", unrolled.product);
    comparison_.gradient(recorded_, "dalpha_final", unrolled.gradient);
    comparison_.norm(index_, "R", unrolled.radius.item<double>());
    comparison_.norm(index_, "vector_norm", concatenated(unrolled.direction).norm().item<double>());
    comparison_.norm(index_, "r",
                     unrolled.radius.item<double>() * concatenated(unrolled.direction).norm().item<double>());
    comparison_.value(recorded_, "unrolled_theta", concatenated(unrolled.weights_ahead));
    comparison_.value(recorded_, "unrolled_logits", unrolled.arch.logits);
  }

  // `theta`: the weights before; they keep what rounding leaves of moving them forth and back.
  void compare_after(const Unrolled& unrolled, const at::Tensor& theta) {
    const at::Tensor after = concatenated(supernet_.weights().parameters());
    comparison_.value(recorded_, "theta_after", after);
    comparison_.number(index_, "max_abs_theta_drift", network::magnitude(after - theta),
                       std::numeric_limits<float>::epsilon() * network::magnitude(theta));
    network::compare_weights(recorded_, "after/buffers/", supernet_.weights(), comparison_);
    std::size_t next = 0;
    for (const network::Weights::Entry& entry : supernet_.weights().entries()) {
      if (!entry.is_parameter) {
        comparison_.value(recorded_, "unrolled/buffers/" + entry.name, unrolled.statistics[next++]);
      }
    }
  }

  const RecordedCase& recorded_;
  RecordedValue index_;
  network::TensorKind kind_;
  std::string state_;
  network::Comparison comparison_;
  network::Supernet supernet_;
  at::Tensor alphas_;
  Trainer trainer_;
};

}  // namespace

network::Comparison check_unrolled(const RecordedCase& recorded) { return UnrolledCase(recorded).run(); }

}  // namespace cellar::oneshot
