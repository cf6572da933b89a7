#include "searchers/oneshot/checks/repeated_search.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "searchers/oneshot/unrolled.hpp"
#include "space/nb201/cell.hpp"
#include "space/network/checks/recorded_supernet.hpp"
#include "space/network/checks/recorded_weights.hpp"
#include "space/network/gradient_norm.hpp"
#include "space/network/gumbel_softmax.hpp"

namespace cellar::oneshot {

using network::ExpectedRounding;

namespace {

using AlphaStep = RecordedStep::AlphaStep;

// NAS-Bench-201's script of random search has none.
at::Tensor initial_alphas(const network::RecordedCase& recorded) {
  const std::string name = "init/arch_parameters";
  const network::TensorKind kind = network::kind_of(recorded);
  return recorded.has(name) ? recorded.tensor(name, kind) : at::zeros({6, 5}, kind.options());
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

ExpectedRounding RepeatedSearch::expected(const PassMode& mode, const network::Pass& pass, const at::Tensor& images) {
  const std::size_t stage = supernet_.cells() / 3;
  auto structure = network::PassStructure::mixture(stage);
  if (const auto sample = sample_of(alphas_, mode)) {
    structure = network::PassStructure::paths(stage, {sample->cell});
  } else if (const auto* const paths = std::get_if<Paths>(&mode)) {
    structure = network::PassStructure::paths(stage, paths->cells);
  }
  structure.masks = pass.masks;
  ExpectedRounding expected = network::expected_rounding(supernet_.weights(), structure, images);
  expected.answers = std::max(expected.answers, carried_);
  return expected;
}

void RepeatedSearch::weight_step(const RecordedStep& step, bool first) {
  const PassMode mode = step.mode("base");
  compare_sample(step, "base", mode);
  const network::Pass pass = step.pass("base");
  const Batch batch = step.batch("base");
  const ExpectedRounding expected = this->expected(mode, pass, batch.images);
  const double rate = step.index().at("lr").number();
  compare_pass(step, "base", trainer_.weight_step(batch, mode, rate, pass), expected.answers);
  carry(expected, rate, first);
  compare_weight_step(step, expected.answers);
  if (first) compare_first(expected);
}

// What is rounding in this step's gradients goes on in momentum and weights.
void RepeatedSearch::carry(const ExpectedRounding& expected, double rate, bool first) {
  const double steps = 1 / (1 - trainer_.options().sgd.momentum);  // that a gradient has a part in
  carried_ += rate * steps * expected.answers;
  carried_constants_ += rate * steps * expected.constants;
  in_momentum_.answers += expected.answers;
  in_momentum_.constants += expected.constants;
  in_momentum_.constant.insert(expected.constant.begin(), expected.constant.end());
  if (first) in_momentum_.vanishing = expected.vanishing;
  std::erase_if(in_momentum_.vanishing, [&](const std::string& name) { return !expected.vanishing.contains(name); });
}

// Adam divides a gradient by the root of its mean square: where that is small, rounding moves parameters, by no more
// than steps of the rate in either direction.
void RepeatedSearch::carry_into_alphas(const network::Adam::State& state, double rounding) {
  if (rounding == 0) return;
  const double forgotten = 1 - std::pow(trainer_.options().adam.beta2, static_cast<double>(state.step));
  const double least = state.v.div(forgotten).sqrt().min().item<double>();
  const double moved = trainer_.options().alpha_rate * std::min(2.0, rounding / std::max(least, 1e-300));
  in_alphas_ += moved;
  carried_ += moved;
}

double RepeatedSearch::in_weight(const std::string& name) const {
  return in_momentum_.constant.contains(name) ? std::max(carried_, carried_constants_) : carried_;
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

void RepeatedSearch::compare_pass(const RecordedStep& step, const std::string& half, const Passed& passed,
                                  double rounding) {
  comparison_.value(recorded_, step.prefix() + "logits_" + half, passed.logits, rounding);
  comparison_.number(step.index().at("loss"), half, passed.loss.item<double>(), rounding);
}

// What the step of the weights left: norms, and which weights no backward pass has reached yet.
void RepeatedSearch::compare_weight_step(const RecordedStep& step, double rounding) {
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
  comparison_.number(index, "w_norm_after_wstep", at::stack(norms).norm().item<double>(), carried_);
  if (index.has("w_grad_norm")) {
    comparison_.norm(index, "w_grad_norm", network::gradient_norm(supernet_.weights().parameters()).item<double>(),
                     rounding);
  }
  if (index.has("clip_total_norm") && index.at("clip_total_norm").size() > 0 && trainer_.gradient_norm().defined()) {
    const double recorded = index.at("clip_total_norm").at(0).number();
    comparison_.gradient(step.prefix() + "norm before clipping", trainer_.gradient_norm(),
                         at::scalar_tensor(recorded, at::kDouble), rounding);
  }
}

void RepeatedSearch::compare_first(const ExpectedRounding& expected) {
  for (const char* prefix : {"step000/w_grad/", "step000/w_grad_after_clip/"}) {
    network::compare_gradients(recorded_, prefix, supernet_.weights(), comparison_, expected);
  }
  network::compare_weights(recorded_, "step000/w_after_wstep/", supernet_.weights(), comparison_);
}

void RepeatedSearch::alpha_step(const RecordedStep& step) {
  const AlphaStep kind = step.alpha_step();
  if (kind == AlphaStep::none) return;
  if (kind == AlphaStep::second_order) return unrolled_step(step);
  const PassMode mode = step.mode("arch");
  const network::Pass pass = step.pass("arch");
  const Batch batch = step.batch("arch");
  const double rounding = expected(mode, pass, batch.images).answers;
  compare_sample(step, "arch", mode);
  if (kind == AlphaStep::observed) {
    return compare_pass(step, "arch", trainer_.observe(batch, mode, pass), rounding);
  }
  compare_pass(step, "arch", trainer_.alpha_step(batch, mode, pass), rounding);
  // Where GDAS's cell has no way from its input to its output, the gradient is zero in exact arithmetic (oneshot.md
  // T15); it comes through a softmax of this temperature.
  const auto* const sampled = std::get_if<Sampled>(&mode);
  compare_alphas(step, sampled != nullptr ? rounding / sampled->temperature : rounding);
}

void RepeatedSearch::unrolled_step(const RecordedStep& step) {
  const PassMode mode = step.mode("arch");
  comparison_.holds(step.prefix() + "mode of the second order", std::holds_alternative<Mixture>(mode));
  const Unrolled unrolled = unrolled_gradient(trainer_, step.batch("base"), step.batch("arch"),
                                              step.index().at("lr").number(), step.pass("base"));
  trainer_.apply_alpha_gradient(unrolled.gradient);
  compare_pass(step, "unrolled_base", unrolled.base, carried_);
  compare_pass(step, "unrolled_arch", unrolled.arch, carried_);
  compare_pass(step, "hvp_plus", unrolled.plus, carried_);
  compare_pass(step, "hvp_minus", unrolled.minus, carried_);
  compare_alphas(step, carried_);
}

void RepeatedSearch::compare_alphas(const RecordedStep& step, double rounding) {
  comparison_.gradient(recorded_, step.prefix() + "alpha_grad", alphas_.grad(), rounding);
  const network::Adam::State& state = trainer_.adam().states().front();
  carry_into_alphas(state, rounding);
  comparison_.value(recorded_, step.prefix() + "alpha_after", alphas_, in_alphas_);
  comparison_.gradient(recorded_, step.prefix() + "adam_m", state.m, rounding);
  comparison_.gradient(recorded_, step.prefix() + "adam_v", state.v, rounding);
}

}  // namespace cellar::oneshot
