#include "space/network/sgd.hpp"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <fmt/format.h>

#include <utility>

#include "core/errors.hpp"
#include "space/network/gradient_norm.hpp"
#include "space/network/torch_versions.hpp"

namespace cellar::network {

namespace {

// The gradient of a weight, with the weight's strides from now on. They differ where a convolution of 1x1 computes on
// channels-last maps, and the fused kernel wants them equal.
at::Tensor gradient_laid_out(const at::Tensor& weight) {
  if (weight.grad().strides() != weight.strides())
    weight.mutable_grad() =
        at::empty_strided(weight.sizes(), weight.strides(), weight.grad().options()).copy_(weight.grad());
  return weight.grad();
}

}  // namespace

Sgd::Sgd(std::vector<at::Tensor> parameters, Options options)
    : parameters_(std::move(parameters)), buffers_(parameters_.size()), options_(options) {}

void Sgd::zero_grad() { zero_gradients(parameters_); }

void Sgd::step(const LearningRate& rate) {
  const c10::NoGradGuard no_grad;
  const auto* const on_device = std::get_if<at::Tensor>(&rate);
  if (kHasFusedUpdates && on_device != nullptr && on_device->is_cuda()) return step_fused(*on_device);
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    const at::Tensor& weight = parameters_[i];
    if (!weight.grad().defined()) continue;
    const at::Tensor descent = weight.grad().add(weight, options_.weight_decay);
    at::Tensor& buffer = buffers_[i];
    if (buffer.defined()) {
      buffer.mul_(options_.momentum).add_(descent);
    } else {
      buffer = descent.clone();
    }
    const at::Tensor direction = options_.nesterov ? descent.add(buffer, options_.momentum) : buffer;
    if (on_device != nullptr) {
      weight.sub_(direction * *on_device);
    } else {
      weight.add_(direction, -std::get<double>(rate));
    }
  }
}

// All parameters in one kernel. The first buffer is momentum times zeros and the descent, which is the descent.
void Sgd::step_fused(const at::Tensor& rate) {
  FusedUpdate update{{}, {}, rate, options_.weight_decay};
  std::vector<at::Tensor> momenta;
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    if (!parameters_[i].grad().defined()) continue;
    if (!buffers_[i].defined()) buffers_[i] = at::zeros_like(parameters_[i]);
    update.parameters.push_back(parameters_[i]);
    update.gradients.push_back(gradient_laid_out(parameters_[i]));
    momenta.push_back(buffers_[i]);
  }
  if (!momenta.empty()) fused_sgd(update, momenta, options_.momentum, options_.nesterov);
}

void Sgd::restore(const std::vector<at::Tensor>& buffers) {
  if (buffers.size() != parameters_.size()) {
    throw Error(fmt::format("the momentum is that of {} parameters; there are {}", buffers.size(), parameters_.size()));
  }
  for (std::size_t i = 0; i < buffers.size(); ++i) {
    if (buffers[i].defined() && buffers[i].sizes() != parameters_[i].sizes()) {
      throw Error(fmt::format("the momentum does not fit parameter {}, counted from 0", i));
    }
  }
  const c10::NoGradGuard no_grad;
  for (std::size_t i = 0; i < buffers.size(); ++i) {
    buffers_[i] = buffers[i].defined() ? at::empty_like(parameters_[i]).copy_(buffers[i]) : at::Tensor();
  }
}

}  // namespace cellar::network
