#include "searchers/oneshot/shared_search.hpp"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "core/errors.hpp"
#include "searchers/oneshot/controller_loss.hpp"
#include "searchers/oneshot/scoring.hpp"
#include "searchers/oneshot/unrolled.hpp"
#include "space/nb201/cell.hpp"
#include "space/network/device.hpp"
#include "space/network/memory.hpp"

namespace cellar::oneshot {

namespace {

constexpr const char* kStateFile = "checkpoint.pth";

}  // namespace

SharedSearch::SharedSearch(const Problem& problem, Plan plan, Rng rng, const Resources& resources)
    : plan_(std::move(plan)), dataset_(problem.dataset), resources_(resources), seed_(rng.next()) {
  if (problem.space.name() != "nb201") {
    throw Error(
        fmt::format("{} trains cells of nb201; the space of this table is {}", plan_.name, problem.space.name()));
  }
  if (problem.workers != 1) {
    throw Error(fmt::format("{} trains by itself, one epoch after the other: {} workers are too many, 1 is allowed",
                            plan_.name, problem.workers));
  }
}

// What LibTorch cannot do becomes an Error that names the epoch.
template <class Action>
auto SharedSearch::explained(const Action& action) {
  const auto failed = [&](const std::exception& error) {
    const int number = state_ ? state_->epochs : 0;
    return Error(fmt::format("{}, epoch {}: {}", plan_.name, number, network::failure_text(error)));
  };
  try {
    return action();
  } catch (const c10::Error& error) {
    throw failed(error);
  } catch (const std::bad_alloc& error) {
    throw failed(error);
  }
}

void SharedSearch::prepare() {
  if (state_) return;
  network::tune_allocator();
  at::set_num_threads(resources_.threads);
  network::take_working_memory();
  const at::Device device = network::find_device(resources_.device);
  images_ = std::make_unique<SearchImages>(load_search_images(plan_.options, dataset_, resources_, seed_));
  network::SupernetOptions supernet;
  supernet.skeleton.channels = plan_.options.channels;
  supernet.skeleton.cells = plan_.options.cells;
  supernet.skeleton.classes = images_->classes;
  state_ =
      std::make_unique<SearchState>(supernet, plan_.options.trainer(), plan_.controller ? &*plan_.controller : nullptr,
                                    network::TensorKind{at::kFloat, device});
  state_->initialise(seed_);
}

Request SharedSearch::next() {
  if (state_ && state_->epochs >= plan_.options.epochs) return Finished{};
  return explained([&]() -> Request { return Worked{epoch()}; });
}

double SharedSearch::epoch() {
  using Clock = std::chrono::steady_clock;
  prepare();
  const auto begin = Clock::now();
  train();
  if (resources_.stop.stop_requested()) return 0;
  train_controller();
  derive();
  ++state_->epochs;
  seconds_ = std::chrono::duration<double>(Clock::now() - begin).count();
  return plan_.options.epoch_seconds > 0 ? plan_.options.epoch_seconds : seconds_;
}

DrawFrom SharedSearch::draw_from() const {
  const double part = static_cast<double>(state_->epochs) / std::max(1, plan_.options.epochs - 1);
  const double fall = plan_.highest_temperature - plan_.least_temperature;
  return {state_->alphas, state_->controller.get(), state_->supernet.cells(), plan_.highest_temperature - fall * part};
}

void SharedSearch::train() {
  const int number = state_->epochs;
  const double rate = plan_.options.schedule().rate(number, 0);
  const auto steps = images_->training.steps();
  losses_ = at::zeros({2}, state_->alphas.options().requires_grad(false));
  auto batches = images_->training.epoch(number);
  for (std::int64_t i = 0; i < steps; ++i) {
    if (resources_.stop.stop_requested()) return;
    Rng rng(derive_seed(derive_seed(seed_, static_cast<std::uint64_t>(number)), static_cast<std::uint64_t>(i)));
    step(*batches.next(), rng, rate);
    if (resources_.progress == nullptr) continue;
    resources_.progress->progress(fmt::format("{}, epoch {} of {},", plan_.name, number + 1, plan_.options.epochs),
                                  static_cast<double>(i + 1) / static_cast<double>(steps));
  }
  losses_ /= static_cast<double>(steps);
  check_losses();
}

Batch SharedSearch::on_device(const at::Tensor& images, const at::Tensor& labels) const {
  const at::Device device = state_->alphas.device();
  return {images.to(device), labels.to(device)};
}

void SharedSearch::step(const network::SearchBatch& batch, Rng& rng, double rate) {
  const Batch base = on_device(batch.base_x, batch.base_y);
  const PassMode mode = draw_mode(plan_.method.weights, draw_from(), rng);
  losses_.select(0, 0).add_(state_->trainer.weight_step(base, mode, rate, {.training = true}).loss);
  update_alphas(base, on_device(batch.arch_x, batch.arch_y), mode, rng, rate);
}

void SharedSearch::update_alphas(const Batch& base, const Batch& arch, const PassMode& weights, Rng& rng, double rate) {
  Trainer& trainer = state_->trainer;
  const network::Pass pass{.training = true};
  at::Tensor loss;
  if (plan_.method.update == Method::Update::second_order) {
    const Unrolled unrolled = unrolled_gradient(trainer, base, arch, rate, pass);
    trainer.apply_alpha_gradient(unrolled.gradient);
    loss = unrolled.arch.loss;
  } else {
    const bool repeats = plan_.method.alphas == Method::Draw::as_weights;
    const PassMode mode = repeats ? weights : draw_mode(plan_.method.alphas, draw_from(), rng);
    const bool moves = plan_.method.update == Method::Update::first_order;
    loss = (moves ? trainer.alpha_step(arch, mode, pass) : trainer.observe(arch, mode, pass)).loss;
  }
  losses_.select(0, 1).add_(loss);
}

void SharedSearch::check_losses() {
  const at::Tensor host = losses_.cpu().to(at::kDouble);
  weight_loss_ = host[0].item<double>();
  alpha_loss_ = host[1].item<double>();
  if (std::isfinite(weight_loss_) && std::isfinite(alpha_loss_)) return;
  throw Error(
      fmt::format("{}: the loss is no number in epoch {}; the state after the epoch before is kept, a smaller "
                  "rate (now {}) may help",
                  plan_.name, state_->epochs, plan_.options.rate));
}

Batch SharedSearch::validation_batch(std::int64_t number) const {
  const network::Batch read = images_->validation.batch(state_->epochs, number % images_->validation.steps());
  return on_device(read.images, read.labels);
}

// Every cell that the controller draws is judged on the next validation batch.
void SharedSearch::train_controller() {
  if (!state_->controller_training) return;
  Rng rng(derive_seed(derive_seed(seed_, 4), static_cast<std::uint64_t>(state_->epochs)));
  std::int64_t next = 0;
  state_->controller_training->train(rng, [&](const Architecture& cell) {
    const Batch shown = validation_batch(next++);
    const double percent = accuracy(state_->supernet, state_->alphas, Paths{{cell}}, shown);
    const auto images = static_cast<double>(shown.labels.size(0));
    return top1_accuracy(std::llround(percent / 100 * images), shown.labels.size(0));
  });
}

// The candidates are judged on one validation batch each, and the supernet on all of them, as search-cell.py does.
void SharedSearch::derive() {
  const int number = state_->epochs;
  Rng rng(derive_seed(derive_seed(seed_, 3), static_cast<std::uint64_t>(number)));
  const std::vector<Architecture> cells = candidates(plan_.method.derive, draw_from(), plan_.candidates, rng);
  state_->derived[number] = cells.front();
  if (cells.size() > 1) {
    const auto of_candidate = [&](std::size_t i) { return validation_batch(static_cast<std::int64_t>(i)); };
    state_->derived[number] = best_candidate(state_->supernet, cells, of_candidate).cell;
  }
  double right = 0, images = 0;
  for (std::int64_t step = 0; step < images_->validation.steps(); ++step) {
    const bool by_cell = plan_.method.derive == Method::Derivation::most_probable ||
                         plan_.method.derive == Method::Derivation::controller;
    const PassMode mode =
        by_cell ? PassMode(Paths{{state_->derived[number]}}) : draw_mode(plan_.method.weights, draw_from(), rng);
    const Batch shown = validation_batch(step);
    const auto size = static_cast<double>(shown.labels.size(0));
    right += size * accuracy(state_->supernet, state_->alphas, mode, shown);
    images += size;
  }
  state_->accuracies[number] = right / images;
}

std::optional<Architecture> SharedSearch::recommend() const {
  if (!state_ || state_->derived.empty()) return std::nullopt;
  return state_->derived.rbegin()->second;
}

std::vector<std::string> SharedSearch::columns() const {
  std::vector<std::string> names = {"skip_connects", "valid_accuracy", "weight_loss", "alpha_loss"};
  for (const auto& [from, to] : nb201::kEdges) {
    for (const std::string_view operation : nb201::kOperationNames) {
      names.push_back(fmt::format("alpha_{}_{}_{}", to, from, operation));
    }
  }
  names.emplace_back(kRealSeconds);
  return names;
}

void SharedSearch::fill(std::span<double> values) const {
  std::fill(values.begin(), values.end(), std::nan(""));
  if (!state_ || state_->derived.empty()) return;
  const Architecture& cell = state_->derived.rbegin()->second;
  const auto skip = static_cast<std::uint8_t>(nb201::Operation::skip_connect);
  std::size_t skips = 0;
  for (std::size_t edge = 0; edge < cell.size(); ++edge) skips += cell[edge] == skip ? 1 : 0;
  values[0] = static_cast<double>(skips);
  values[1] = state_->accuracies.rbegin()->second;
  values[2] = weight_loss_;
  values[3] = alpha_loss_;
  const at::Tensor alphas = state_->alphas.detach().cpu().to(at::kDouble).contiguous();
  std::copy_n(alphas.data_ptr<double>(), alphas.numel(), values.begin() + 4);
  values.back() = seconds_;
}

void SharedSearch::save(const std::filesystem::path& folder) const {
  const SearchOptions& options = plan_.options;
  save_state(*state_, {plan_.name, dataset_, seed_, options.epochs, options.rate, options.alpha_rate},
             folder / kStateFile);
}

void SharedSearch::load(const std::filesystem::path& folder) {
  explained([&] {
    prepare();
    load_state(*state_, folder / kStateFile);
  });
}

}  // namespace cellar::oneshot
