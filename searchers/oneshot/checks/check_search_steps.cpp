#include "searchers/oneshot/checks/check_search_steps.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "searchers/oneshot/checks/recorded_step.hpp"
#include "searchers/oneshot/unrolled.hpp"
#include "space/nb201/cell.hpp"
#include "space/network/checks/recorded_supernet.hpp"
#include "space/network/checks/recorded_weights.hpp"
#include "space/network/derive.hpp"

namespace cellar::oneshot {

namespace {

using AlphaStep = RecordedStep::AlphaStep;

// NAS-Bench-201's script of random search has none.
at::Tensor initial_alphas(const network::RecordedCase& recorded) {
  const std::string name = "init/arch_parameters";
  if (recorded.has(name)) return recorded.tensor(name);
  return at::zeros({6, 5}, network::kind_of(recorded).options());
}

// A search repeated step by step beside what was recorded.
class RepeatedSearch {
 public:
  RepeatedSearch(const network::RecordedCase& recorded, network::Comparison& comparison)
      : recorded_(recorded),
        comparison_(comparison),
        supernet_(network::recorded_supernet(recorded.index(), network::kind_of(recorded))),
        alphas_(initial_alphas(recorded).set_requires_grad(true)),
        trainer_(supernet_, alphas_, recorded_options(recorded.index())) {
    network::load_weights(recorded, "init/", supernet_.weights());
    for (std::size_t i = 0; i < recorded.index().at("steps").size(); ++i) {
      const std::string name = fmt::format("step{:03}/alpha_grad", i);
      if (!recorded.has(name)) continue;
      alpha_floor_ = std::max(alpha_floor_, 0.1 * recorded.tensor(name).abs().max().item<double>());
    }
  }

  void step(int number) {
    const RecordedStep step(recorded_, number);
    const bool alphas_first = recorded_.index().at("algo") == "DARTS-V2";  // NAS-Bench-201's script
    if (alphas_first) alpha_step(step);
    weight_step(step, number == 0);
    if (!alphas_first) alpha_step(step);
    if (number == 0) network::compare_weights(recorded_, "step000/buffers_after/", supernet_.weights(), comparison_);
  }

  void compare_end() {
    network::Weights all = supernet_.weights();
    all.parameter("arch_parameters", alphas_);
    for (const std::string& name : recorded_.names("final/state/")) {
      if (name.starts_with("controller.")) continue;  // it is trained between the epochs
      comparison_.value("final/state/" + name, all.find(name), recorded_.tensor("final/state/" + name));
    }
    compare_momentum();
    const auto& index = recorded_.index();
    if (index.contains("derived_genotype") && index["derived_genotype"].is_string()) {
      comparison_.same("derived cell", nb201::format_cell(network::derive_cell(alphas_)), index["derived_genotype"]);
    }
  }

 private:
  void weight_step(const RecordedStep& step, bool first) {
    const Passed passed =
        trainer_.weight_step(step.batch("base"), step.mode("base"), step.index().at("lr"), step.pass("base"));
    compare_pass(step, "base", passed);
    compare_unreached(step);
    if (const auto& norm = step.index(); norm.contains("clip_total_norm") && !norm["clip_total_norm"].empty()) {
      comparison_.gradient(step.prefix() + "norm of gradients", trainer_.gradient_norm(),
                           at::scalar_tensor(norm["clip_total_norm"].at(0).get<double>(), at::kDouble));
    }
    if (!first) return;
    network::compare_gradients(recorded_, "step000/w_grad/", supernet_.weights(), comparison_);
    network::compare_gradients(recorded_, "step000/w_grad_after_clip/", supernet_.weights(), comparison_);
    network::compare_weights(recorded_, "step000/w_after_wstep/", supernet_.weights(), comparison_);
  }

  // The weights that no backward pass has reached yet.
  void compare_unreached(const RecordedStep& step) {
    std::vector<std::string> names;
    for (const network::Weights::Entry& entry : supernet_.weights().entries()) {
      if (entry.is_parameter && !entry.tensor.grad().defined()) names.push_back(entry.name);
    }
    const auto recorded = step.index().at("names_grad_none").get<std::vector<std::string>>();
    comparison_.same(step.prefix() + "weights without a gradient", fmt::format("{}", fmt::join(names, " ")),
                     fmt::format("{}", fmt::join(recorded, " ")));
  }

  void alpha_step(const RecordedStep& step) {
    switch (step.alpha_step()) {
      case AlphaStep::none:
        return;
      case AlphaStep::observed:
        compare_pass(step, "arch", trainer_.observe(step.batch("arch"), step.mode("arch"), step.pass("arch")));
        return;
      case AlphaStep::first_order:
        compare_pass(step, "arch", trainer_.alpha_step(step.batch("arch"), step.mode("arch"), step.pass("arch")));
        break;
      case AlphaStep::second_order:
        unrolled_step(step);
    }
    compare_alphas(step);
  }

  void unrolled_step(const RecordedStep& step) {
    const Unrolled unrolled =
        unrolled_gradient(trainer_, step.batch("base"), step.batch("arch"), step.index().at("lr"), step.pass("base"));
    trainer_.apply_alpha_gradient(unrolled.gradient);
    compare_pass(step, "unrolled_base", unrolled.base);
    compare_pass(step, "unrolled_arch", unrolled.arch);
    compare_pass(step, "hvp_plus", unrolled.plus);
    compare_pass(step, "hvp_minus", unrolled.minus);
  }

  void compare_pass(const RecordedStep& step, const std::string& half, const Passed& passed) {
    const std::string logits = step.prefix() + "logits_" + half;
    comparison_.value(logits, passed.logits, recorded_.tensor(logits));
    const double loss = step.index().at("loss").at(half);
    comparison_.value(step.prefix() + "loss " + half, passed.loss, at::scalar_tensor(loss, at::kDouble));
  }

  void compare_alphas(const RecordedStep& step) {
    comparison_.gradient(step.prefix() + "alpha_grad", alphas_.grad(), recorded_.tensor(step.prefix() + "alpha_grad"),
                         alpha_floor_);
    comparison_.value(step.prefix() + "alpha_after", alphas_, recorded_.tensor(step.prefix() + "alpha_after"));
    const network::Adam::State& state = trainer_.adam().states().front();
    if (!recorded_.has(step.prefix() + "adam_m")) return;
    comparison_.gradient(step.prefix() + "adam_m", state.m, recorded_.tensor(step.prefix() + "adam_m"));
    comparison_.gradient(step.prefix() + "adam_v", state.v, recorded_.tensor(step.prefix() + "adam_v"));
  }

  // A tensor that was never updated has no buffer. Those of biases whose gradient is zero in exact arithmetic hold
  // rounding alone; a thousandth of the largest counts as their magnitude.
  void compare_momentum() {
    const std::vector<std::string> names = recorded_.names("final/momentum/");
    if (names.empty()) return;
    double largest = 0;
    for (const std::string& name : names) {
      largest = std::max(largest, recorded_.tensor("final/momentum/" + name).abs().max().item<double>());
    }
    std::size_t next = 0;
    std::vector<std::string> updated;
    for (const network::Weights::Entry& entry : supernet_.weights().entries()) {
      if (!entry.is_parameter) continue;
      const at::Tensor& own = trainer_.sgd().buffers()[next++];
      const std::string name = "final/momentum/" + entry.name;
      if (own.defined() || recorded_.has(name)) updated.push_back(entry.name);
      if (recorded_.has(name)) comparison_.gradient(name, own, recorded_.tensor(name), 1e-3 * largest);
    }
    comparison_.same("number of tensors with momentum", std::to_string(updated.size()), std::to_string(names.size()));
  }

  const network::RecordedCase& recorded_;
  network::Comparison& comparison_;
  network::Supernet supernet_;
  at::Tensor alphas_;
  Trainer trainer_;
  // GDAS samples cells that are dead or behind a normalisation that undoes them: then the gradient is zero in exact
  // arithmetic and rounding alone here and there. A tenth of the largest of all steps counts as its magnitude.
  double alpha_floor_ = 0;
};

}  // namespace

network::Comparison check_search_steps(const network::RecordedCase& recorded) {
  std::optional<network::ReferenceKernels> kernels;  // in float64 the fast cells are the proof
  if (network::kind_of(recorded).type == at::kFloat) kernels.emplace();
  network::Comparison comparison(network::tolerances(network::kind_of(recorded).type));
  RepeatedSearch search(recorded, comparison);
  const auto steps = static_cast<int>(recorded.index().at("steps").size());
  for (int number = 0; number < steps; ++number) search.step(number);
  search.compare_end();
  return comparison;
}

}  // namespace cellar::oneshot
