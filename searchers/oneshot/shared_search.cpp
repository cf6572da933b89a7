#include "searchers/oneshot/shared_search.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "core/errors.hpp"
#include "searchers/oneshot/checkpoint_state.hpp"
#include "searchers/oneshot/found_cell.hpp"
#include "searchers/oneshot/other_settings.hpp"
#include "searchers/oneshot/script.hpp"
#include "space/nb201/cell.hpp"
#include "space/network/device.hpp"
#include "space/network/failures.hpp"
#include "space/network/host_values.hpp"
#include "space/network/prepared_device.hpp"

namespace cellar::oneshot {

namespace {

constexpr const char* kStateFile = "checkpoint.pth";

double skip_connects(const Architecture& cell) {
  double count = 0;
  for (std::size_t edge = 0; edge < cell.size(); ++edge) {
    if (nb201::operation(cell, edge) == nb201::Operation::skip_connect) ++count;
  }
  return count;
}

// The settings of the original's set of scripts that the options name, or that left the checkpoint.
void follow_script(SearchPlan& plan, const SearchCheckpoint* checkpoint) {
  const std::string& script = plan.options.script;
  const bool is_theirs = checkpoint != nullptr && checkpoint->dialect == SearchCheckpoint::Dialect::nb201;
  if (script == "nas-bench-201" || (script == "auto" && is_theirs)) follow_nas_bench_201(plan);
}

}  // namespace

SharedSearch::SharedSearch(const Problem& problem, SearchPlan plan, Rng rng, const Resources& resources)
    : plan_(std::move(plan)), dataset_(problem.dataset), resources_(resources), seed_(rng.next()) {
  if (problem.space.name() != "nb201") {
    throw Error(
        fmt::format("{} trains cells of nb201; the space of this table is {}", plan_.name, problem.space.name()));
  }
  if (problem.workers != 1) {
    throw Error(fmt::format("{} trains by itself, one epoch after the other: {} workers are too many, 1 is allowed",
                            plan_.name, problem.workers));
  }
  if (problem.budget.unit == Budget::Unit::evaluations) {
    throw Error(fmt::format(
        "{} trains by itself and evaluates nothing: give a budget in seconds or epochs, or none and {}(epochs=…)",
        plan_.name, plan_.name));
  }
  require_search_images(plan_.options, dataset_, resources_);
  network::find_device(resources_.device);
}

// `checkpoint`: what it goes on from, whose network it has; none: it begins.
void SharedSearch::prepare(const SearchCheckpoint* checkpoint) {
  if (state_) return;
  follow_script(plan_, checkpoint);
  const at::Device device = network::prepared_device(resources_);
  images_ = std::make_unique<SearchImages>(
      load_search_images(plan_.options, dataset_, resources_, seed_, plan_.augments_validation, device));
  network::SupernetOptions supernet = plan_.supernet(images_->classes);
  if (checkpoint != nullptr) supernet = checkpoint_network(*checkpoint, supernet);
  state_ = std::make_unique<SearchState>(supernet, plan_.trainer(), plan_.controller ? &*plan_.controller : nullptr,
                                         network::TensorKind{at::kFloat, device});
  state_->initialise(seed_);
  stream_ = std::make_unique<network::WorkStream>(device);
  if (resources_.graphs && network::can_record(device) && MixtureSteps::are_made_of(plan_))
    steps_ = std::make_unique<MixtureSteps>(state_->trainer, plan_);
}

Request SharedSearch::next() {
  if (state_ && state_->reported >= plan_.options.all_epochs()) return Finished{};
  return network::with_errors_in_a_line([&] { return Request(Worked{epoch()}); }, progress());
}

double SharedSearch::epoch() {
  using Clock = std::chrono::steady_clock;
  prepare(nullptr);
  const network::WorkStream::Use stream(*stream_);
  const auto begin = Clock::now();
  trained_.reset();
  if (state_->reported == state_->epochs) {
    try {
      const EpochMeans trained = train_epoch(context());
      train_controller(context());
      find_cell(context(), trained);
      if (state_->epochs + 1 == plan_.options.all_epochs()) find_result(context(), trained);
      trained_ = trained;
    } catch (const Stopped&) {
      return 0;  // what is unfinished is not recorded
    }
    ++state_->epochs;
  }
  ++state_->reported;
  seconds_ = std::chrono::duration<double>(Clock::now() - begin).count();
  return plan_.options.epoch_seconds > 0 ? plan_.options.epoch_seconds : seconds_;
}

bool SharedSearch::reports_result() const { return state_->result && state_->reported == plan_.options.all_epochs(); }

std::optional<Architecture> SharedSearch::recommend() const {
  if (!state_ || state_->reported == 0) return std::nullopt;
  if (reports_result()) return state_->result->cell;
  const auto found = state_->derived.find(state_->reported - 1);
  return found == state_->derived.end() ? std::nullopt : std::optional(found->second);
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
  const std::optional<Architecture> cell = recommend();
  if (!cell) return;
  values[0] = skip_connects(*cell);
  const auto accuracy = state_->accuracies.find(state_->reported - 1);
  if (accuracy != state_->accuracies.end()) values[1] = accuracy->second;
  if (reports_result()) values[1] = state_->result->accuracy;
  values.back() = seconds_;
  if (!trained_) return;
  values[2] = trained_->weight_loss;
  values[3] = trained_->alpha_loss;
  const std::vector<double> alphas = network::host_values(state_->alphas);
  std::copy(alphas.begin(), alphas.end(), values.begin() + 4);
}

// As NATS-Bench's script calls them, where it has them.
std::string SharedSearch::algorithm() const {
  if (plan_.name != "darts") return plan_.name;
  return plan_.method.update == Method::Update::second_order ? "darts-v2" : "darts-v1";
}

StateLabels SharedSearch::labels() const {
  return {algorithm(),
          dataset_,
          images_of(plan_.options, dataset_),
          seed_,
          plan_.options.schedule(),
          plan_.controller ? plan_.controller->learning_rate : plan_.options.alpha_rate};
}

std::optional<Arithmetic> SharedSearch::arithmetic() const {
  return Arithmetic{network::device_kind(resources_.device), resources_.threads};
}

void SharedSearch::save(const std::filesystem::path& folder) const {
  save_state(*state_, labels(), folder / kStateFile);
}

void SharedSearch::load(const std::filesystem::path& folder) {
  const SearchCheckpoint checkpoint = read_search_checkpoint(folder / kStateFile);
  load(checkpoint);
}

void SharedSearch::resume_from(const std::filesystem::path& file) {
  const SearchCheckpoint checkpoint = read_search_checkpoint(file);
  check_continuation(checkpoint, plan_.name, labels(), plan_.options.all_epochs());
  load(checkpoint);
  state_->reported = 0;
}

std::string SharedSearch::compare_with(const std::filesystem::path& file) const {
  const SearchCheckpoint checkpoint = read_search_checkpoint(file);
  check_continuation(checkpoint, plan_.name, labels(), plan_.options.all_epochs());
  SearchPlan plan = plan_;
  follow_script(plan, &checkpoint);
  return other_settings(checkpoint, plan);
}

void SharedSearch::load(const SearchCheckpoint& checkpoint) {
  const auto work = [&] {
    prepare(&checkpoint);
    load_checkpoint(*state_, checkpoint);
    if (steps_) steps_ = std::make_unique<MixtureSteps>(state_->trainer, plan_);
    if (state_->epochs < plan_.options.all_epochs()) state_->result.reset();  // it goes on from a whole search
  };
  network::with_errors_in_a_line(work, progress());
}

std::string SharedSearch::progress() const { return state_ ? epoch_words(context()) + ": " : plan_.name + ": "; }

}  // namespace cellar::oneshot
