#include "space/network/checks/check_supernet.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <cmath>
#include <span>
#include <vector>

#include "core/errors.hpp"
#include "space/nb201/cell.hpp"
#include "space/network/checks/recorded_weights.hpp"
#include "space/network/cosine_schedule.hpp"
#include "space/network/supernet.hpp"

namespace cellar::network {

namespace {

// The search script's "generic" network of NATS-Bench, or one of NAS-Bench-201's.
Supernet make_supernet(const nlohmann::json& index, TensorKind kind) {
  const auto& network = index.at("network");
  SupernetOptions options;
  options.skeleton.channels = network.at("C");
  options.skeleton.cells = network.at("N");
  options.skeleton.classes = network.at("num_classes");
  options.cells = {network.at("affine"), network.at("track_running_stats")};
  const bool is_nats = network.at("name") == "generic";
  options.names = is_nats ? SupernetOptions::Names::nats_bench : SupernetOptions::Names::nas_bench_201;
  options.head = is_nats ? options.cells : NormOptions{true, true};
  return {options, kind};
}

Architecture strongest_path(const at::Tensor& weights) {
  const at::Tensor best = weights.argmax(1);
  Architecture cell(nb201::kEdges.size());
  for (std::size_t edge = 0; edge < cell.size(); ++edge) {
    cell[edge] = static_cast<std::uint8_t>(best[static_cast<std::int64_t>(edge)].item<std::int64_t>());
  }
  return cell;
}

// GDAS's weights (Dong and Yang 2019, eq. 3 and 7; search_cells.py: forward_gdas): one of each row is 1, up to
// rounding.
at::Tensor hard_weights(const at::Tensor& alphas, const at::Tensor& gumbel, double tau) {
  const at::Tensor soft = ((alphas.log_softmax(1) + gumbel) / tau).softmax(1);
  const at::Tensor chosen = at::zeros_like(soft).scatter_(1, soft.argmax(1, true), 1.0);
  return chosen - soft.detach() + soft;
}

// The operations that RSPS drew, a list for each cell of the network.
std::vector<Architecture> drawn_cells(const nlohmann::json& lists) {
  std::vector<Architecture> cells;
  for (const auto& list : lists) {
    Architecture cell(nb201::kEdges.size());
    for (std::size_t edge = 0; edge < cell.size(); ++edge) cell[edge] = list.at(edge).get<std::uint8_t>();
    cells.push_back(cell);
  }
  return cells;
}

// With the drop path of a step, where there is one.
Pass recorded_pass(const RecordedCase& recorded, const nlohmann::json& step, const std::string& masks, bool training) {
  Pass pass{.training = training};
  if (step.at("drop_path").is_null()) return pass;
  pass.keep = 1 - step.at("drop_path").get<double>();
  pass.masks = recorded.tensor(masks).to(kind_of(recorded).type);
  return pass;
}

Output base_pass(Supernet& supernet, const RecordedCase& recorded, const at::Tensor& alphas, const at::Tensor& x) {
  const auto& step = recorded.index().at("steps").at(0);
  const std::string mode = step.at("calls_set_cal_mode").at(0).at(0);
  const Pass pass = recorded_pass(recorded, step, "step000/drop_mask_base", true);
  if (mode == "joint") return supernet.mixture(x, alphas.softmax(1), pass);
  if (mode == "gdas") {
    const at::Tensor hard = hard_weights(alphas, recorded.tensor("step000/gumbel_base"), step.at("tau"));
    return supernet.sampled(x, strongest_path(hard), hard, pass);
  }
  if (mode == "urs") {
    return supernet.paths(x, drawn_cells(step.at("urs_ops_per_search_cell").at("base")), pass);
  }
  const Architecture cell = nb201::parse_cell(step.at("calls_set_cal_mode").at(0).at(1).get<std::string>());
  return supernet.paths(x, std::span(&cell, 1), pass);
}

void check_base(const RecordedCase& recorded, TensorKind kind, Comparison& comparison) {
  Supernet supernet = make_supernet(recorded.index(), kind);
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
  const Architecture best = strongest_path(alphas);
  const Architecture named =
      nb201::parse_cell(recorded.index().at("eval_info").at("dynamic_genotype").get<std::string>());
  const at::Tensor x = recorded.tensor("eval/x").to(kind.type);
  for (const bool training : {false, true}) {
    const std::string prefix = training ? "trainmode_final/" : "eval/";
    const auto compare = [&](const std::string& mode, const auto& evaluate) {
      Supernet supernet = make_supernet(recorded.index(), kind);
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
  Supernet supernet = make_supernet(recorded.index(), kind);
  load_weights(recorded, "final/state/", supernet.weights());
  const at::Tensor x = recorded.tensor("eval/x").to(kind.type);
  const std::string mode = recorded.index().at("eval_mode");
  const auto evaluate = [&] {
    if (mode == "joint") return supernet.mixture(x, recorded.tensor("final/state/arch_parameters").softmax(1), {});
    if (mode == "gdas") {
      const at::Tensor hard =
          hard_weights(recorded.tensor("final/state/arch_parameters"), recorded.tensor("eval/gumbel"),
                       recorded.index().at("steps").back().at("tau"));
      return supernet.sampled(x, strongest_path(hard), hard, {});
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
