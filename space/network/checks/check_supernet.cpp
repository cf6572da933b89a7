#include "space/network/checks/check_supernet.hpp"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <fmt/format.h>

#include <span>
#include <vector>

#include "core/errors.hpp"
#include "space/nb201/cell.hpp"
#include "space/network/checks/check_schedule.hpp"
#include "space/network/checks/recorded_supernet.hpp"
#include "space/network/checks/recorded_weights.hpp"
#include "space/network/derive.hpp"
#include "space/network/gumbel_softmax.hpp"
#include "space/network/supernet.hpp"

namespace cellar::network {

namespace {

// The first pass of the weights, from the initial state.
class FirstPass {
 public:
  FirstPass(const RecordedCase& recorded, Comparison& comparison)
      : recorded_(recorded),
        comparison_(comparison),
        kind_(kind_of(recorded)),
        step_(recorded.index().at("steps").at(0)),
        supernet_(loaded_supernet(recorded, kind_)),
        alphas_(recorded.tensor("init/arch_parameters", kind_).set_requires_grad(true)),
        stage_(supernet_.cells() / 3) {}

  void compare() {
    pass_ = recorded_pass(recorded_, step_, "step000/drop_mask_base", true);
    const at::Tensor x = recorded_.converted("step000/base_x", kind_);
    const Output output = pass(x);
    structure_.masks = pass_.masks;
    const ExpectedRounding rounding = expected_rounding(supernet_.weights(), structure_, x);
    comparison_.value(recorded_, "step000/logits_base", output.logits, rounding.answers);
    at::cross_entropy_loss(output.logits, recorded_.labels("step000/base_y", output.logits.size(1))).backward();
    compare_gradients(recorded_, "step000/w_grad/", supernet_.weights(), comparison_, rounding);
  }

 private:
  Output pass(const at::Tensor& x) {
    const std::string mode = step_.at("calls_set_cal_mode").at(0).at(0).text();
    if (mode == "joint") {
      structure_ = PassStructure::mixture(stage_);
      return supernet_.mixture(x, alphas_.softmax(1), pass_);
    }
    if (mode == "gdas") {
      const auto sample =
          gumbel_softmax(alphas_, recorded_.tensor("step000/gumbel_base", kind_), step_.at("tau").number());
      structure_ = PassStructure::paths(stage_, {sample.cell});
      return supernet_.sampled(x, sample.cell, sample.weights, pass_);
    }
    const auto cells = mode == "urs" ? recorded_cells(step_.at("urs_ops_per_search_cell").at("base")) : named();
    structure_ = PassStructure::paths(stage_, cells);
    return supernet_.paths(x, cells, pass_);
  }

  std::vector<Architecture> named() const { return {recorded_genotype(step_.at("calls_set_cal_mode").at(0).at(1))}; }

  const RecordedCase& recorded_;
  Comparison& comparison_;
  TensorKind kind_;
  RecordedValue step_;
  Supernet supernet_;
  at::Tensor alphas_;
  std::size_t stage_;  // cells in one
  PassStructure structure_;
  Pass pass_;
};

// Passes of the state at the end, each from that state anew.
class TrainedPasses {
 public:
  TrainedPasses(const RecordedCase& recorded, Comparison& comparison, bool training)
      : recorded_(recorded),
        comparison_(comparison),
        kind_(kind_of(recorded)),
        alphas_(recorded.tensor("final/state/arch_parameters", kind_)),
        x_(recorded.converted("eval/x", kind_)),
        training_(training),
        stage_(recorded_supernet(recorded, kind_, "final/state/").cells() / 3),
        prefix_(training ? "trainmode_final/" : "eval/") {}

  void compare() const {
    compare_pass("joint", PassStructure::mixture(stage_),
                 [&](Supernet& net, const Pass& pass) { return net.mixture(x_, alphas_.softmax(1), pass); });
    compare_path("select", derive_cell(alphas_));
    const RecordedValue index = recorded_.index();
    if (!index.has("eval_info") || !index.at("eval_info").has("dynamic_genotype")) return;
    compare_path("dynamic", recorded_genotype(index.at("eval_info").at("dynamic_genotype")));
  }

 private:
  void compare_path(const std::string& mode, const Architecture& cell) const {
    compare_pass(mode, PassStructure::paths(stage_, {cell}),
                 [&](Supernet& net, const Pass& pass) { return net.paths(x_, std::span(&cell, 1), pass); });
  }

  template <class Evaluate>
  void compare_pass(const std::string& mode, PassStructure structure, const Evaluate& evaluate) const {
    const std::string logits = prefix_ + "logits_" + mode, features = prefix_ + "feature_" + mode;
    if (!recorded_.has(logits) && !recorded_.has(features)) return;
    Supernet supernet = loaded_supernet(recorded_, kind_, "final/state/");
    const auto steps = recorded_.index().at("steps").list();
    if (steps.empty()) throw Error("its index has no step");
    const Pass pass = recorded_pass(recorded_, steps.back(), prefix_ + "drop_mask_" + mode, training_);
    const Output output = evaluate(supernet, pass);
    structure.masks = pass.masks;
    const double rounding = expected_rounding(supernet.weights(), structure, x_).answers;
    comparison_.value(recorded_, logits, output.logits, rounding);
    comparison_.value(recorded_, features, output.features, rounding);
  }

  const RecordedCase& recorded_;
  Comparison& comparison_;
  TensorKind kind_;
  at::Tensor alphas_, x_;
  bool training_;
  std::size_t stage_;  // cells in one
  std::string prefix_;
};

}  // namespace

Comparison check_nb201_supernet_passes(const RecordedCase& recorded) {
  const c10::NoGradGuard no_grad;
  const TensorKind kind = kind_of(recorded);
  Comparison comparison(recorded);
  const RecordedValue index = recorded.index();
  compare_schedule(recorded, comparison);
  if (!recorded.has("eval/logits")) return comparison;
  Supernet supernet = loaded_supernet(recorded, kind, "final/state/");
  const at::Tensor x = recorded.converted("eval/x", kind);
  const auto alphas = [&] { return recorded.tensor("final/state/arch_parameters", kind); };
  const std::string mode = index.at("eval_mode").text();
  const auto evaluate = [&] {
    if (mode == "joint") return supernet.mixture(x, alphas().softmax(1), {});
    if (mode == "gdas") {
      const auto steps = index.at("steps").list();
      if (steps.empty()) throw Error("its index has no step");
      const auto sample =
          gumbel_softmax(alphas(), recorded.tensor("eval/gumbel", kind), steps.back().at("tau").number());
      return supernet.sampled(x, sample.cell, sample.weights, {});
    }
    const Architecture cell = recorded_genotype(index.at("eval_mode"));
    return supernet.paths(x, std::span(&cell, 1), {});
  };
  const std::size_t stage = supernet.cells() / 3;
  const auto structure = mode.starts_with('|') ? PassStructure::paths(stage, {recorded_genotype(index.at("eval_mode"))})
                                               : PassStructure::mixture(stage);
  comparison.value(recorded, "eval/logits", evaluate().logits,
                   expected_rounding(supernet.weights(), structure, x).answers);
  return comparison;
}

Comparison check_supernet_passes(const RecordedCase& recorded) {
  Comparison comparison(recorded);
  compare_schedule(recorded, comparison);
  FirstPass(recorded, comparison).compare();
  if (!recorded.has("eval/x") || !recorded.has("final/state/arch_parameters")) return comparison;
  const c10::NoGradGuard no_grad;
  for (const bool training : {false, true}) TrainedPasses(recorded, comparison, training).compare();
  return comparison;
}

}  // namespace cellar::network
