#include "space/network/adam.hpp"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "core/errors.hpp"
#include "space/network/gradient_norm.hpp"
#include "space/network/torch_versions.hpp"

namespace cellar::network {

namespace {

bool fits(const Adam::State& state, const at::Tensor& parameter) {
  if (state.step == 0) return true;
  const auto same = [&](const at::Tensor& moment) { return moment.defined() && moment.sizes() == parameter.sizes(); };
  return state.step > 0 && same(state.m) && same(state.v);
}

}  // namespace

Adam::Adam(std::vector<at::Tensor> parameters, Options options)
    : parameters_(std::move(parameters)), states_(parameters_.size()), options_(options) {}

void Adam::zero_grad() { zero_gradients(parameters_); }

void Adam::step(double learning_rate) {
  const c10::NoGradGuard no_grad;
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    const at::Tensor& weight = parameters_[i];
    if (!weight.grad().defined()) continue;
    State& state = states_[i];
    if (!state.m.defined()) {
      state.m = at::zeros_like(weight);
      state.v = at::zeros_like(weight);
    }
    ++state.step;
    if (is_fused(weight)) {
      step_fused(i, learning_rate);
    } else {
      step_by_operation(weight, state, learning_rate);
    }
  }
}

void Adam::step_by_operation(const at::Tensor& weight, State& state, double learning_rate) const {
  const auto [beta1, beta2, epsilon, weight_decay] = options_;
  const at::Tensor gradient = weight_decay == 0 ? weight.grad() : weight.grad().add(weight, weight_decay);
  state.m.mul_(beta1).add_(gradient, 1 - beta1);
  state.v.mul_(beta2).addcmul_(gradient, gradient, 1 - beta2);
  const auto steps = static_cast<double>(state.step);
  const double rate = learning_rate / (1 - std::pow(beta1, steps));
  const at::Tensor divisor = (state.v.sqrt() / std::sqrt(1 - std::pow(beta2, steps))).add_(epsilon);
  weight.addcdiv_(state.m, divisor, -rate);
}

// In one kernel, which reads the number of steps on the device: a step that is recorded counts there when it is played.
void Adam::step_fused(std::size_t number, double learning_rate) {
  const at::Tensor& weight = parameters_[number];
  const State& state = states_[number];
  const auto options = weight.options().dtype(at::kFloat).requires_grad(false);
  counts_.resize(parameters_.size());
  if (!counts_[number].defined()) counts_[number] = at::full({}, static_cast<double>(state.step - 1), options);
  if (!rate_.defined() || rate_number_ != learning_rate) rate_ = at::full({}, learning_rate, options);
  rate_number_ = learning_rate;
  counts_[number].add_(1);
  fused_adam({{weight}, {weight.grad()}, rate_, options_.weight_decay}, {state.m}, {state.v}, {counts_[number]},
             options_.beta1, options_.beta2, options_.epsilon);
}

// Its learning rate is a float32, too coarse for weights in float64.
bool Adam::is_fused(const at::Tensor& weight) {
  return kHasFusedUpdates && weight.is_cuda() && weight.scalar_type() == at::kFloat;
}

void Adam::count_played_step() {
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    if (parameters_[i].grad().defined()) ++states_[i].step;
  }
}

void Adam::restore(const std::vector<State>& states) {
  if (states.size() != parameters_.size()) {
    throw Error(
        fmt::format("the state of Adam is that of {} parameters; there are {}", states.size(), parameters_.size()));
  }
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (!fits(states[i], parameters_[i])) {
      throw Error(fmt::format("the state of Adam does not fit parameter {}, counted from 0", i));
    }
  }
  const c10::NoGradGuard no_grad;
  counts_.clear();
  for (std::size_t i = 0; i < states.size(); ++i) {
    states_[i] = {};
    if (states[i].step == 0) continue;
    states_[i].step = states[i].step;
    states_[i].m = at::empty_like(parameters_[i]).copy_(states[i].m);
    states_[i].v = at::empty_like(parameters_[i]).copy_(states[i].v);
  }
}

}  // namespace cellar::network
