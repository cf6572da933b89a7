#include "searchers/oneshot/found_cell.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <cmath>

#include "searchers/oneshot/controller_loss.hpp"
#include "searchers/oneshot/scoring.hpp"

namespace cellar::oneshot {

namespace {

constexpr std::uint64_t kDerivation = 3, kController = 4, kResult = 5;  // streams of random numbers

Rng stream(const SearchContext& context, std::uint64_t number) {
  return Rng(derive_seed(derive_seed(context.seed, number), static_cast<std::uint64_t>(context.state.epochs)));
}

// What the supernet computes of a validation batch. `found`: the derived cell.
PassMode validation_mode(const Method& method, const Architecture& found, const DrawFrom& from, Rng& rng) {
  const bool by_cell =
      method.derive == Method::Derivation::most_probable || method.derive == Method::Derivation::controller;
  if (by_cell) return Paths{{found}};
  return draw_mode(method.weights, from, rng);
}

// `done` of `all` batches of what follows the training.
void report(const SearchContext& context, const char* what, std::int64_t done, std::int64_t all) {
  ProgressSink* const sink = context.resources.progress;
  if (sink == nullptr) return;
  sink->progress(fmt::format("{}, {},", epoch_words(context), what),
                 static_cast<double>(done) / static_cast<double>(all));
}

double validate(const SearchContext& context, const Architecture& found, const DrawFrom& from, Rng& rng) {
  SearchState& state = context.state;
  double right = 0, images = 0;
  for (std::int64_t step = 0; step < context.images.validation.steps(); ++step) {
    const PassMode mode = validation_mode(context.plan.method, found, from, rng);
    const Batch shown = validation_batch(context, step);
    const network::Pass pass = make_pass(context, false, shown.labels.size(0), rng);
    const auto size = static_cast<double>(shown.labels.size(0));
    right += size * accuracy(state.supernet, state.alphas, mode, shown, pass);
    images += size;
  }
  return right / images;
}

// The best of `count` candidates, each judged by one validation batch, of which `from_batch` is the first.
FoundCell find(const SearchContext& context, std::size_t count, std::int64_t from_batch, const EpochMeans& trained,
               Rng& rng) {
  SearchState& state = context.state;
  const DrawFrom from = draw_from(context, state.alphas.detach().cpu());
  const std::vector<Architecture> cells = candidates(context.plan.method.derive, from, count, rng);
  FoundCell found{cells.front()};
  if (cells.size() > 1) {
    const auto batch = [&](std::size_t i) {
      report(context, "candidates", static_cast<std::int64_t>(i), static_cast<std::int64_t>(cells.size()));
      return validation_batch(context, from_batch + static_cast<std::int64_t>(i));
    };
    const auto pass = [&](std::int64_t images) { return make_pass(context, false, images, rng); };
    found.cell = best_candidate(state.supernet, cells, batch, pass).cell;
  }
  const bool is_judged = context.plan.method.judged == Method::Judged::while_training;
  found.accuracy = is_judged ? trained.alpha_accuracy : validate(context, found.cell, from, rng);
  return found;
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

void find_cell(const SearchContext& context, const EpochMeans& trained) {
  SearchState& state = context.state;
  Rng rng = stream(context, kDerivation);
  const FoundCell found = find(context, context.plan.candidates, 0, trained, rng);
  state.derived[state.epochs] = found.cell;
  state.accuracies[state.epochs] = found.accuracy;
}

void find_result(const SearchContext& context, const EpochMeans& trained) {
  SearchState& state = context.state;
  if (context.plan.method.derive == Method::Derivation::largest) return;
  Rng rng = stream(context, kResult);
  // A turn that no candidate has seen: the batches come in another order.
  const std::int64_t steps = context.images.validation.steps();
  const auto judged = static_cast<std::int64_t>(context.plan.candidates);
  state.result = find(context, context.plan.last_candidates, (judged / steps + 1) * steps, trained, rng);
}

}  // namespace cellar::oneshot
