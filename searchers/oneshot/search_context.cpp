#include "searchers/oneshot/search_context.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include "core/errors.hpp"
#include "space/network/upload.hpp"

namespace cellar::oneshot {

std::string epoch_words(const SearchContext& context) {
  return fmt::format("{}, epoch {} of {}", context.plan.name, context.state.epochs + 1,
                     context.plan.options.all_epochs());
}

Batch on_device(const SearchContext& context, const at::Tensor& images, const at::Tensor& labels) {
  const auto options = context.state.alphas.options().requires_grad(false);
  return {network::upload(images, options), network::upload(labels, options.device())};
}

Batch validation_batch(const SearchContext& context, std::int64_t number) {
  if (context.resources.stop.stop_requested()) throw Stopped("stopped between two batches");
  const network::ImageLoader& loader = context.images.validation;
  const std::int64_t turn = number / loader.steps(), epochs = context.plan.options.all_epochs();
  const network::Batch read = loader.batch(context.state.epochs + turn * epochs, number % loader.steps());
  return on_device(context, read.images, read.labels);
}

network::Pass make_pass(const SearchContext& context, bool training, std::int64_t images, Rng& rng) {
  const SearchOptions& options = context.plan.options;
  network::Pass pass{.training = training};
  pass.bfloat16 = options.precision == "bfloat16";
  if (options.drop_path == 0) return pass;
  constexpr std::int64_t kReductions = 2;
  const double progress = static_cast<double>(context.state.epochs + 1) / options.all_epochs();
  pass.keep = 1 - options.drop_path * progress;
  const at::Tensor masks =
      at::empty({static_cast<std::int64_t>(context.state.supernet.cells()) + kReductions, images}, at::kFloat);
  for (std::int64_t i = 0; i < masks.numel(); ++i) masks.data_ptr<float>()[i] = rng.uniform() < pass.keep ? 1.0F : 0.0F;
  pass.masks = network::upload(masks, context.state.alphas.options().requires_grad(false));
  return pass;
}

DrawFrom draw_from(const SearchContext& context, const at::Tensor& alphas) {
  const SearchState& state = context.state;
  return {alphas, state.controller.get(), state.supernet.cells(), context.plan.temperature(state.epochs)};
}

}  // namespace cellar::oneshot
