#include "space/network/sgd.hpp"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <fmt/format.h>

#include <utility>

#include "core/errors.hpp"

namespace cellar::network {

Sgd::Sgd(std::vector<at::Tensor> parameters, Options options)
    : parameters_(std::move(parameters)), buffers_(parameters_.size()), options_(options) {}

void Sgd::zero_grad() {
  for (const at::Tensor& parameter : parameters_) {
    if (parameter.grad().defined()) parameter.grad().zero_();
  }
}

void Sgd::step(double learning_rate) {
  const c10::NoGradGuard no_grad;
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
    weight.add_(options_.nesterov ? descent.add(buffer, options_.momentum) : buffer, -learning_rate);
  }
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
