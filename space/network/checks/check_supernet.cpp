#include "space/network/checks/check_supernet.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <cmath>
#include <span>
#include <vector>

#include "core/errors.hpp"
#include "space/nb201/cell.hpp"
#include "space/network/checks/recorded_supernet.hpp"
#include "space/network/checks/recorded_weights.hpp"
#include "space/network/cosine_schedule.hpp"
#include "space/network/derive.hpp"
#include "space/network/gumbel_softmax.hpp"
#include "space/network/supernet.hpp"

namespace cellar::network {

namespace {

Output base_pass(Supernet& supernet, const RecordedCase& recorded, const at::Tensor& alphas, const at::Tensor& x) {
  const auto& step = recorded.index().at("steps").at(0);
  const std::string mode = step.at("calls_set_cal_mode").at(0).at(0);
  const Pass pass = recorded_pass(recorded, step, "step000/drop_mask_base", true);
  if (mode == "joint") return supernet.mixture(x, alphas.softmax(1), pass);
  if (mode == "gdas") {
    const auto sample = gumbel_softmax(alphas, recorded.tensor("step000/gumbel_base"), step.at("tau"));
    return supernet.sampled(x, sample.cell, sample.weights, pass);
  }
  if (mode == "urs") {
    return supernet.paths(x, recorded_cells(step.at("urs_ops_per_search_cell").at("base")), pass);
  }
  const Architecture cell = nb201::parse_cell(step.at("calls_set_cal_mode").at(0).at(1).get<std::string>());
  return supernet.paths(x, std::span(&cell, 1), pass);
}

void check_base(const RecordedCase& recorded, TensorKind kind, Comparison& comparison) {
  Supernet supernet = recorded_supernet(recorded.index(), kind);
  load_weights(recorded, "init/", supernet.weights());
  const at::Tensor alphas = recorded.tensor("init/arch_parameters").set_requires_grad(true);
  const Output output = base_pass(supernet, recorded, alphas, recorded.tensor("step000/base_x").to(kind.type));
  comparison.value("step000/logits_base", output.logits, recorded.tensor("step000/logits_base"));
  at::cross_entropy_loss(output.logits, recorded.tensor("step000/base_y")).backward();
  compare_gradients(recorded, "step000/w_grad/", supernet.weights(), comparison);
}

void check_trained(const RecordedCase& recorded, TensorKind kind, Comparison& comparison) {
  const at::NoGradGuard no_grad;
  const at::Tensor alphas = recorded.tensor("final/state/arch_parameters");
  const Architecture best = derive_cell(alphas);
  const Architecture named =
      nb201::parse_cell(recorded.index().at("eval_info").at("dynamic_genotype").get<std::string>());
  const at::Tensor x = recorded.tensor("eval/x").to(kind.type);
  for (const bool training : {false, true}) {
    const std::string prefix = training ? "trainmode_final/" : "eval/";
    const auto compare = [&](const std::string& mode, const auto& evaluate) {
      Supernet supernet = recorded_supernet(recorded.index(), kind);
      load_weights(recorded, "final/state/", supernet.weights());
      const auto& last = recorded.index().at("steps").back();
      const Output output = evaluate(supernet, recorded_pass(recorded, last, prefix + "drop_mask_" + mode, training));
      comparison.value(prefix + "logits_" + mode, output.logits, recorded.tensor(prefix + "logits_" + mode));
      const std::string feature = prefix + "feature_" + mode;
      // Those of a dead cell are zero in exact arithmetic: a thousandth counts as their magnitude.
      if (recorded.has(feature)) comparison.value(feature, output.features, recorded.tensor(feature), 1e-3);
    };
    compare("joint", [&](Supernet& net, const Pass& pass) { return net.mixture(x, alphas.softmax(1), pass); });
    compare("select", [&](Supernet& net, const Pass& pass) { return net.paths(x, std::span(&best, 1), pass); });
    compare("dynamic", [&](Supernet& net, const Pass& pass) { return net.paths(x, std::span(&named, 1), pass); });
  }
}

// The learning rate of every step.
void check_rates(const nlohmann::json& index, Comparison& comparison) {
  const auto& sgd = index.at("sgd");
  CosineSchedule schedule{.highest = sgd.at("lr"), .least = sgd.at("eta_min"), .epochs = index.at("epochs")};
  schedule.warmup = index.value("warmup", 0);
  schedule.period = sgd.value("T_max", 0);
  const double steps = index.at("steps_per_epoch");
  for (const auto& step : index.at("steps")) {
    const int number = step.at("step");
    const double rate = schedule.rate(step.at("epoch"), std::fmod(number, steps) / steps);
    comparison.value(fmt::format("lr of step {}", number), at::scalar_tensor(rate, at::kDouble),
                     at::scalar_tensor(step.at("lr").get<double>(), at::kDouble));
  }
}

}  // namespace

Comparison check_nb201_supernet_passes(const RecordedCase& recorded) {
  const at::NoGradGuard no_grad;
  const TensorKind kind = kind_of(recorded);
  Comparison comparison(tolerances(kind.type));
  check_rates(recorded.index(), comparison);
  Supernet supernet = recorded_supernet(recorded.index(), kind);
  load_weights(recorded, "final/state/", supernet.weights());
  const at::Tensor x = recorded.tensor("eval/x").to(kind.type);
  const std::string mode = recorded.index().at("eval_mode");
  const auto evaluate = [&] {
    if (mode == "joint") return supernet.mixture(x, recorded.tensor("final/state/arch_parameters").softmax(1), {});
    if (mode == "gdas") {
      const auto sample = gumbel_softmax(recorded.tensor("final/state/arch_parameters"), recorded.tensor("eval/gumbel"),
                                         recorded.index().at("steps").back().at("tau"));
      return supernet.sampled(x, sample.cell, sample.weights, {});
    }
    const Architecture cell = nb201::parse_cell(mode);
    return supernet.paths(x, std::span(&cell, 1), {});
  };
  comparison.value("eval/logits", evaluate().logits, recorded.tensor("eval/logits"));
  return comparison;
}

Comparison check_supernet_passes(const RecordedCase& recorded) {
  const TensorKind kind = kind_of(recorded);
  Comparison comparison(tolerances(kind.type));
  check_rates(recorded.index(), comparison);
  check_base(recorded, kind, comparison);
  check_trained(recorded, kind, comparison);
  return comparison;
}

}  // namespace cellar::network
