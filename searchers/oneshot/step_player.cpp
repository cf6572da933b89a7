#include "searchers/oneshot/step_player.hpp"

#include <ATen/ATen.h>

#include <utility>

namespace cellar::oneshot {

namespace {

constexpr int kComputed = 3;  // before it is recorded: gradients, momenta and the kernels of libraries are there

void for_each_pair(StepInputs& held, const StepInputs& inputs, void (*work)(at::Tensor&, const at::Tensor&)) {
  const auto both = [&](at::Tensor& own, const at::Tensor& given) {
    if (given.defined()) work(own, given);
  };
  both(held.base.images, inputs.base.images);
  both(held.base.labels, inputs.base.labels);
  both(held.arch.images, inputs.arch.images);
  both(held.arch.labels, inputs.arch.labels);
  if (const auto* const rate = std::get_if<at::Tensor>(&inputs.rate)) both(std::get<at::Tensor>(held.rate), *rate);
}

bool have_same_sizes(const StepInputs& held, const StepInputs& inputs) {
  const auto same = [](const at::Tensor& a, const at::Tensor& b) {
    return a.defined() == b.defined() && (!a.defined() || a.sizes() == b.sizes());
  };
  return same(held.base.images, inputs.base.images) && same(held.arch.images, inputs.arch.images);
}

}  // namespace

StepPlayer::StepPlayer(at::Device device, Work work, std::function<void()> played)
    : device_(device), work_(std::move(work)), played_(std::move(played)) {}

void StepPlayer::record(const StepInputs& inputs) {
  if (std::holds_alternative<at::Tensor>(inputs.rate)) held_.rate = at::Tensor();
  for_each_pair(held_, inputs, [](at::Tensor& own, const at::Tensor& given) { own = given.clone(); });
  graph_.emplace(device_);
  graph_->record([this] { passed_ = work_(held_); });
}

Passed StepPlayer::operator()(const StepInputs& inputs) {
  if (computed_ == 0) held_ = inputs;  // of the size that is recorded: the last batch of an epoch is smaller
  if (!have_same_sizes(held_, inputs)) return work_(inputs);
  if (computed_ < kComputed) {
    ++computed_;
    return work_(inputs);
  }
  const bool is_new = !graph_.has_value();
  if (is_new) {
    record(inputs);
  } else {
    for_each_pair(held_, inputs, [](at::Tensor& own, const at::Tensor& given) { own.copy_(given, true); });
  }
  graph_->play();
  if (!is_new && graph_->is_recorded() && played_) played_();
  return passed_;
}

}  // namespace cellar::oneshot
