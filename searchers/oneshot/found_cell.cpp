#include "searchers/oneshot/found_cell.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <cmath>

#include "searchers/oneshot/controller_loss.hpp"
#include "searchers/oneshot/scoring.hpp"

namespace cellar::oneshot {

namespace {

constexpr std::uint64_t kDerivation = 3, kController = 4;  // streams of random numbers

Rng stream(const SearchContext& context, std::uint64_t number) {
  return Rng(derive_seed(derive_seed(context.seed, number), static_cast<std::uint64_t>(context.state.epochs)));
}

// What the supernet computes of a validation batch.
PassMode validation_mode(const SearchContext& context, const DrawFrom& from, Rng& rng) {
  const Method& method = context.plan.method;
  const bool by_cell =
      method.derive == Method::Derivation::most_probable || method.derive == Method::Derivation::controller;
  if (by_cell) return Paths{{context.state.derived.at(context.state.epochs)}};
  return draw_mode(method.weights, from, rng);
}

// `done` of `all` batches of what follows the training.
void report(const SearchContext& context, const char* what, std::int64_t done, std::int64_t all) {
  ProgressSink* const sink = context.resources.progress;
  if (sink == nullptr) return;
  sink->progress(fmt::format("{}, {},", epoch_words(context), what),
                 static_cast<double>(done) / static_cast<double>(all));
}

double validate(const SearchContext& context, const DrawFrom& from, Rng& rng) {
  SearchState& state = context.state;
  double right = 0, images = 0;
  for (std::int64_t step = 0; step < context.images.validation.steps(); ++step) {
    const PassMode mode = validation_mode(context, from, rng);
    const Batch shown = validation_batch(context, step);
    const network::Pass pass = make_pass(context, false, shown.labels.size(0), rng);
    const auto size = static_cast<double>(shown.labels.size(0));
    right += size * accuracy(state.supernet, state.alphas, mode, shown, pass);
    images += size;
  }
  return right / images;
}

}  // namespace

void train_controller(const SearchContext& context) {
  SearchState& state = context.state;
  if (!state.controller_training) return;
  Rng rng = stream(context, kController);
  const ControllerTraining::Options& options = *context.plan.controller;
  const std::int64_t all = options.updates * static_cast<std::int64_t>(options.samples);
  std::int64_t next = 0;
  state.controller_training->train(rng, [&](const Architecture& cell) {
    const Batch shown = validation_batch(context, next++);
    report(context, "controller", next, all);
    const network::Pass pass = make_pass(context, false, shown.labels.size(0), rng);
    const double percent = accuracy(state.supernet, state.alphas, Paths{{cell}}, shown, pass);
    const auto images = static_cast<double>(shown.labels.size(0));
    return top1_accuracy(std::llround(percent / 100 * images), shown.labels.size(0));
  });
}

void find_cell(const SearchContext& context) {
  SearchState& state = context.state;
  Rng rng = stream(context, kDerivation);
  const DrawFrom from = draw_from(context, state.alphas.detach().cpu());
  const std::vector<Architecture> cells = candidates(context.plan.method.derive, from, context.plan.candidates, rng);
  state.derived[state.epochs] = cells.front();
  if (cells.size() > 1) {
    const auto batch = [&](std::size_t i) {
      report(context, "candidates", static_cast<std::int64_t>(i), static_cast<std::int64_t>(cells.size()));
      return validation_batch(context, static_cast<std::int64_t>(i));
    };
    const auto pass = [&](std::int64_t images) { return make_pass(context, false, images, rng); };
    state.derived[state.epochs] = best_candidate(state.supernet, cells, batch, pass).cell;
  }
  state.accuracies[state.epochs] = validate(context, from, rng);
}

}  // namespace cellar::oneshot
