#include "searchers/oneshot/checks/repeated_search.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>

#include "searchers/oneshot/unrolled.hpp"
#include "space/nb201/isomorphism.hpp"
#include "space/network/checks/recorded_supernet.hpp"
#include "space/network/checks/recorded_weights.hpp"
#include "space/network/gradient_norm.hpp"
#include "space/network/gumbel_softmax.hpp"

namespace cellar::oneshot {

namespace {

using AlphaStep = RecordedStep::AlphaStep;

// NAS-Bench-201's script of random search has none.
at::Tensor initial_alphas(const network::RecordedCase& recorded) {
  const std::string name = "init/arch_parameters";
  const at::ScalarType type = network::kind_of(recorded).type;
  return recorded.has(name) ? recorded.tensor(name, type) : at::zeros({6, 5}, type);
}

// The cell that GDAS samples in this mode; none in others.
std::optional<network::GumbelSample> sample_of(const at::Tensor& alphas, const PassMode& mode) {
  const auto* const sampled = std::get_if<Sampled>(&mode);
  if (sampled == nullptr) return std::nullopt;
  return network::gumbel_softmax(alphas.detach(), sampled->gumbel, sampled->temperature);
}

}  // namespace

RepeatedSearch::RepeatedSearch(const network::RecordedCase& recorded, network::Comparison& comparison)
    : recorded_(recorded),
      comparison_(comparison),
      supernet_(network::loaded_supernet(recorded, network::kind_of(recorded))),
      alphas_(initial_alphas(recorded).set_requires_grad(true)),
      trainer_(supernet_, alphas_, recorded_options(recorded.index())) {}

void RepeatedSearch::step(std::size_t number) {
  const RecordedStep step(recorded_, number);
  const bool alphas_first = recorded_.index().at("algo").text() == "DARTS-V2";  // NAS-Bench-201's script
  if (alphas_first) alpha_step(step);
  weight_step(step, number == 0);
  if (!alphas_first) alpha_step(step);
  if (number == 0) network::compare_weights(recorded_, "step000/buffers_after/", supernet_.weights(), comparison_);
}

std::set<std::string> RepeatedSearch::vanishing(const RecordedStep& step, const PassMode& mode) const {
  const std::size_t stage = supernet_.cells() / 3;
  auto structure = network::TrainedStructure::mixture(stage);
  if (const auto sample = sample_of(alphas_, mode)) {
    structure = network::TrainedStructure::paths(stage, {sample->cell});
  } else if (const auto* const paths = std::get_if<Paths>(&mode)) {
    structure = network::TrainedStructure::paths(stage, paths->cells);
  }
  structure.drops_paths = step.index().has("drop_path");
  return network::vanishing_gradients(supernet_.weights(), structure);
}

void RepeatedSearch::weight_step(const RecordedStep& step, bool first) {
  const PassMode mode = step.mode("base");
  compare_sample(step, "base", mode);
  const std::set<std::string> vanishing = this->vanishing(step, mode);
  const Passed passed =
      trainer_.weight_step(step.batch("base"), mode, step.index().at("lr").number(), step.pass("base"));
  compare_pass(step, "base", passed);
  compare_weight_step(step);
  if (first) {
    compare_first(vanishing);
    always_vanishing_ = vanishing;
  }
  std::erase_if(always_vanishing_, [&](const std::string& name) { return !vanishing.contains(name); });
}

void RepeatedSearch::compare_sample(const RecordedStep& step, const std::string& half, const PassMode& mode) {
  step.compare_draws(half, comparison_);
  const auto sample = sample_of(alphas_, mode);
  if (!sample) return;
  comparison_.value(recorded_, step.prefix() + "hardwts_" + half, sample->weights);
  if (!step.index().has("index")) return;
  const Architecture recorded = network::recorded_cell(step.index().at("index").at(half));
  comparison_.same(step.prefix() + "index of " + half, nb201::format_cell(sample->cell), nb201::format_cell(recorded));
}

void RepeatedSearch::compare_pass(const RecordedStep& step, const std::string& half, const Passed& passed) {
  comparison_.value(recorded_, step.prefix() + "logits_" + half, passed.logits);
  comparison_.number(step.index().at("loss"), half, passed.loss.item<double>());
}

// What the step of the weights left: norms, and which weights no backward pass has reached yet.
void RepeatedSearch::compare_weight_step(const RecordedStep& step) {
  const network::RecordedValue& index = step.index();
  std::vector<std::string> unreached;
  std::vector<at::Tensor> norms;
  for (const network::Weights::Entry& entry : supernet_.weights().entries()) {
    if (!entry.is_parameter) continue;
    if (!entry.tensor.grad().defined()) unreached.push_back(entry.name);
    norms.push_back(entry.tensor.detach().norm());
  }
  comparison_.same(index, "names_grad_none", unreached);
  comparison_.same(index, "params_with_grad_none_at_wstep", static_cast<std::int64_t>(unreached.size()));
  comparison_.number(index, "w_norm_after_wstep", at::stack(norms).norm().item<double>());
  if (index.has("w_grad_norm")) {
    comparison_.norm(index, "w_grad_norm", network::gradient_norm(supernet_.weights().parameters()).item<double>());
  }
  if (index.has("clip_total_norm") && index.at("clip_total_norm").size() > 0 && trainer_.gradient_norm().defined()) {
    const double recorded = index.at("clip_total_norm").at(0).number();
    comparison_.gradient(step.prefix() + "norm before clipping", trainer_.gradient_norm(),
                         at::scalar_tensor(recorded, at::kDouble));
  }
}

void RepeatedSearch::compare_first(const std::set<std::string>& vanishing) {
  for (const char* prefix : {"step000/w_grad/", "step000/w_grad_after_clip/"}) {
    network::compare_gradients(recorded_, prefix, supernet_.weights(), comparison_, vanishing);
  }
  network::compare_weights(recorded_, "step000/w_after_wstep/", supernet_.weights(), comparison_);
}

void RepeatedSearch::alpha_step(const RecordedStep& step) {
  const AlphaStep kind = step.alpha_step();
  if (kind == AlphaStep::none) return;
  if (kind == AlphaStep::second_order) return unrolled_step(step);
  const PassMode mode = step.mode("arch");
  compare_sample(step, "arch", mode);
  if (kind == AlphaStep::observed) {
    return compare_pass(step, "arch", trainer_.observe(step.batch("arch"), mode, step.pass("arch")));
  }
  // Where GDAS's cell has no way from its input to its output, the gradient is zero in exact arithmetic (oneshot.md
  // T15); it comes from gradients as large as those of the weights, through a softmax of this temperature.
  const auto sample = sample_of(alphas_, mode);
  const bool is_dead = sample && !nb201::connected(sample->cell);
  const Passed passed = trainer_.alpha_step(step.batch("arch"), mode, step.pass("arch"));
  compare_pass(step, "arch", passed);
  const double scale = network::largest_gradient(supernet_.weights());
  compare_alphas(step, is_dead ? scale / std::get<Sampled>(mode).temperature : 0);
}

void RepeatedSearch::unrolled_step(const RecordedStep& step) {
  const PassMode mode = step.mode("arch");
  comparison_.holds(step.prefix() + "mode of the second order", std::holds_alternative<Mixture>(mode));
  const Unrolled unrolled = unrolled_gradient(trainer_, step.batch("base"), step.batch("arch"),
                                              step.index().at("lr").number(), step.pass("base"));
  trainer_.apply_alpha_gradient(unrolled.gradient);
  compare_pass(step, "unrolled_base", unrolled.base);
  compare_pass(step, "unrolled_arch", unrolled.arch);
  compare_pass(step, "hvp_plus", unrolled.plus);
  compare_pass(step, "hvp_minus", unrolled.minus);
  compare_alphas(step, 0);
}

void RepeatedSearch::compare_alphas(const RecordedStep& step, double vanishing_scale) {
  const std::string name = step.prefix() + "alpha_grad";
  if (vanishing_scale > 0 && recorded_.has(name)) {
    comparison_.vanishing(name, alphas_.grad(), recorded_.tensor(name), vanishing_scale);
  } else {
    comparison_.gradient(recorded_, name, alphas_.grad());
  }
  comparison_.value(recorded_, step.prefix() + "alpha_after", alphas_);
  const network::Adam::State& state = trainer_.adam().states().front();
  comparison_.gradient(recorded_, step.prefix() + "adam_m", state.m);
  comparison_.gradient(recorded_, step.prefix() + "adam_v", state.v);
}

}  // namespace cellar::oneshot
