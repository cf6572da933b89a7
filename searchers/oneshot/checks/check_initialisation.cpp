#include "searchers/oneshot/checks/check_initialisation.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "core/errors.hpp"
#include "searchers/oneshot/search_state.hpp"
#include "space/network/cell_network.hpp"
#include "space/network/initialisation.hpp"

namespace cellar::oneshot {

namespace {

using network::Comparison;
using network::RecordedValue;
using network::Weights;

constexpr double kStandardErrors = 6;
constexpr double kAlphaDeviation = 1e-3, kControllerBound = 0.1;
constexpr std::uint64_t kSeed = 1;

using Shapes = std::map<std::string, std::vector<std::int64_t>>;

// A kernel of 1 or 3 at this place; 0 if there is no convolution.
std::int64_t kernel_at(const Shapes& shapes, const std::string& name) {
  const auto found = shapes.find(name);
  return found == shapes.end() || found->second.size() != 4 ? 0 : found->second[3];
}

nb201::Skeleton skeleton_of(const Shapes& shapes, const std::string& mark) {
  nb201::Skeleton skeleton;
  skeleton.channels = static_cast<int>(shapes.at(mark + "stem.0.weight").at(0));
  skeleton.classes = static_cast<int>(shapes.at("classifier.bias").at(0));
  skeleton.cells = 0;
  while (kernel_at(shapes, fmt::format("{}cells.{}.conv_a.op.1.weight", mark, skeleton.cells)) == 0) {
    if (++skeleton.cells > static_cast<int>(shapes.size())) throw Error("a recorded network has no residual block");
  }
  return skeleton;
}

// Its convolutions; what has no weights does not matter here.
Architecture cell_of(const Shapes& shapes) {
  Architecture cell(nb201::kEdges.size());
  for (std::size_t edge = 0; edge < cell.size(); ++edge) {
    const std::int64_t kernel = kernel_at(shapes, fmt::format("cells.0.layers.{}.op.1.weight", edge));
    const auto operation = kernel == 3   ? nb201::Operation::nor_conv_3x3
                           : kernel == 1 ? nb201::Operation::nor_conv_1x1
                                         : nb201::Operation::none;
    cell[edge] = static_cast<std::uint8_t>(operation);
  }
  return cell;
}

// Our network of these shapes, initialised.
Weights initialised(const Shapes& shapes, const network::TensorKind& kind) {
  if (!shapes.contains("_stem.0.weight")) {
    const network::CellNetwork network(cell_of(shapes), skeleton_of(shapes, ""), kind);
    network::initialise_uniform(network.weights(), kSeed);
    return network.weights();
  }
  network::SupernetOptions options;
  options.skeleton = skeleton_of(shapes, "_");
  const std::string norm = "_cells.0.edges.1<-0.2.op.2.";
  options.cells = {shapes.contains(norm + "weight"), shapes.contains(norm + "running_mean")};
  options.head = options.cells;
  const ControllerTraining::Options training;
  SearchState state(options, {}, shapes.contains("controller.input_vars") ? &training : nullptr, kind);
  state.initialise(kSeed);
  return state.model();
}

// How a tensor is drawn: uniform over ± `bound`, or with this deviation.
struct Law {
  double bound = 0, deviation = 0;
};

Law law_of(const std::string& name, double bound_of_layer) {
  if (name == "arch_parameters") return {0, kAlphaDeviation};
  for (const char* narrow : {"input_vars", "weight_ih_l0", "weight_hh_l0", "w_embd.weight", "w_pred.weight"}) {
    if (name.starts_with("controller.") && name.ends_with(narrow)) bound_of_layer = kControllerBound;
  }
  return {bound_of_layer, bound_of_layer / std::sqrt(3)};
}

// Both are draws: means of n numbers, and their deviations, lie several standard errors apart.
void compare_draws(const RecordedValue& row, const at::Tensor& values, const Law& law, Comparison& comparison) {
  const double n = static_cast<double>(values.numel());
  const bool is_uniform = law.bound > 0;
  const double of_mean = law.deviation * std::sqrt(2 / n);
  const double of_deviation = law.deviation * std::sqrt((is_uniform ? 0.4 : 1) / n);
  const double mean = values.mean().item<double>(), deviation = values.std(false).item<double>();
  comparison.holds(row.place() + "/mean", std::abs(mean - row.at("mean").number()) < kStandardErrors * of_mean);
  comparison.holds(row.place() + "/std", std::abs(deviation - row.at("std").number()) < kStandardErrors * of_deviation);
  for (const auto& [key, own] :
       {std::pair{"max", values.max().item<double>()}, {"min", -values.min().item<double>()}}) {
    const double recorded = std::abs(row.at(key).number());
    const double most = is_uniform ? law.bound * (1 + 1e-6) : kStandardErrors * law.deviation;
    const double least = is_uniform ? law.bound * (1 - 20 / n) : 0;
    comparison.holds(fmt::format("{}/{} within its bound", row.place(), key), own <= most && recorded <= most);
    comparison.holds(fmt::format("{}/{} near its bound", row.place(), key), own >= least && recorded >= least);
  }
}

void compare_row(const RecordedValue& row, const Weights& weights, double& bound, Comparison& comparison) {
  const std::string name = row.at("name").text();
  const at::Tensor own = weights.find(name);
  comparison.holds(name + " is there", own.defined());
  if (!own.defined()) return;
  const std::vector<std::int64_t> shape = row.at("shape").integers();
  comparison.holds(name + "/shape", own.sizes().vec() == shape);
  const at::Tensor values = own.detach().cpu().to(at::kDouble);
  const bool has_bound = row.has("bound");
  comparison.holds(name + "/fan_in", row.has("fan_in") == has_bound);
  if (row.at("std").number() == 0) {
    for (const char* key : {"mean", "min", "max"}) {
      comparison.holds(fmt::format("{}/{}", name, key), values.eq(row.at(key).number()).all().item<bool>());
    }
    comparison.setting(row, "std", 0);
    return;
  }
  if (has_bound) {
    bound = row.at("bound").number();
    std::int64_t inputs = 1;
    for (std::size_t i = 1; i < shape.size(); ++i) inputs *= shape[i];
    comparison.same(row, "fan_in", inputs);
    comparison.setting(row, "bound", 1 / std::sqrt(static_cast<double>(inputs)));
  }
  compare_draws(row, values, law_of(name, bound), comparison);
}

void compare_network(const RecordedValue& recorded, at::Device device, Comparison& comparison) {
  Shapes shapes;
  for (const RecordedValue& row : recorded.at("rows").list()) {
    shapes[row.at("name").text()] = row.at("shape").integers();
  }
  if (!shapes.contains("classifier.bias")) throw Error(fmt::format("'{}' is no network", recorded.place()));
  const Weights weights = initialised(shapes, {at::kFloat, device});
  std::int64_t parameters = 0;
  for (const at::Tensor& parameter : weights.parameters()) parameters += parameter.numel();
  comparison.same(recorded, "num_parameters", parameters);
  comparison.same(recorded, "num_state_entries", static_cast<std::int64_t>(weights.entries().size()));
  double bound = 0;  // of a bias: that of the weight before it
  for (const RecordedValue& row : recorded.at("rows").list()) compare_row(row, weights, bound, comparison);
}

}  // namespace

Comparison check_initialisation(const RecordedValue& recorded, at::Device device) {
  Comparison comparison(network::tolerances(at::kDouble));
  for (const auto& [name, network] : recorded.members()) {
    if (network.is_object() && network.has("rows")) compare_network(network, device, comparison);
  }
  return comparison;
}

}  // namespace cellar::oneshot
