#include "space/network/sgd.hpp"

#include <ATen/ATen.h>

#include <utility>

#include "core/errors.hpp"

namespace cellar::network {

Sgd::Sgd(std::vector<at::Tensor> parameters, Options options)
    : parameters_(std::move(parameters)), buffers_(parameters_.size()), options_(options) {}

void Sgd::set_buffers(const std::vector<at::Tensor>& buffers) {
  require(buffers.size() == parameters_.size(), "every parameter has its momentum, or none");
  for (std::size_t i = 0; i < buffers.size(); ++i) {
    buffers_[i] = buffers[i].defined() ? buffers[i].to(parameters_[i].options(), false, true) : at::Tensor();
  }
}

void Sgd::zero_grad() {
  for (const at::Tensor& parameter : parameters_) {
    if (parameter.grad().defined()) parameter.grad().zero_();
  }
}

void Sgd::step(double learning_rate) {
  const at::NoGradGuard no_grad;
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

}  // namespace cellar::network
