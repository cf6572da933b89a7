#include "space/network/checks/recorded_supernet.hpp"

#include <fmt/format.h>

#include <charconv>

#include "core/errors.hpp"
#include "space/nb201/cell.hpp"
#include "space/network/checks/recorded_weights.hpp"

namespace cellar::network {

namespace {

using Names = SupernetOptions::Names;

// As the index says.
SupernetOptions described(const RecordedValue& network) {
  SupernetOptions options;
  options.skeleton.channels = network.at("C").count();
  options.skeleton.cells = network.at("N").count();
  options.skeleton.classes = network.at("num_classes").count();
  options.cells = {network.at("affine").flag(), network.at("track_running_stats").flag()};
  const bool is_nats = network.at("name").text() == "generic";
  options.names = is_nats ? Names::nats_bench : Names::nas_bench_201;
  options.head = is_nats ? options.cells : NormOptions{true, true};
  return options;
}

NormOptions norm_of(const RecordedCase& recorded, const std::string& prefix) {
  return {recorded.has(prefix + "weight"), recorded.has(prefix + "running_mean")};
}

// As the tensors are.
SupernetOptions seen(const RecordedCase& recorded, const std::string& state) {
  SupernetOptions options;
  const bool is_nats = recorded.has(state + "_stem.0.weight");
  const std::string mark = is_nats ? state + "_" : state;
  options.names = is_nats ? Names::nats_bench : Names::nas_bench_201;
  options.skeleton = recorded_skeleton(recorded, mark);
  options.cells = norm_of(recorded, mark + "cells.0.edges.1<-0.2.op.2.");
  options.head = norm_of(recorded, state + "lastact.0.");
  return options;
}

}  // namespace

Supernet recorded_supernet(const RecordedCase& recorded, TensorKind kind, const std::string& state) {
  const RecordedValue index = recorded.index();
  return {index.has("network") ? described(index.at("network")) : seen(recorded, state), kind};
}

nb201::Skeleton recorded_skeleton(const RecordedCase& recorded, const std::string& prefix) {
  nb201::Skeleton skeleton;
  skeleton.channels = static_cast<int>(recorded.tensor(prefix + "stem.0.weight").size(0));
  const std::size_t classifier = prefix.ends_with("_") ? 1 : 0;  // it has no mark
  skeleton.classes =
      static_cast<int>(recorded.tensor(prefix.substr(0, prefix.size() - classifier) + "classifier.bias").size(0));
  skeleton.cells = -1;
  for (const std::string& name : recorded.names(prefix + "cells.")) {
    int number = 0;  // the first residual block comes after the cells of one stage
    std::from_chars(name.data(), name.data() + name.size(), number);
    const bool is_residual = name.ends_with(".conv_a.op.1.weight");
    if (is_residual && (skeleton.cells < 0 || number < skeleton.cells)) skeleton.cells = number;
  }
  if (skeleton.cells < 0) throw Error(fmt::format("its network under '{}' has no residual block", prefix));
  return skeleton;
}

Supernet loaded_supernet(const RecordedCase& recorded, TensorKind kind, const std::string& state) {
  Supernet supernet = recorded_supernet(recorded, kind, state);
  load_weights(recorded, state, supernet.weights());
  return supernet;
}

Architecture recorded_genotype(const RecordedValue& genotype) {
  try {
    return nb201::parse_cell(genotype.text());
  } catch (const Error& error) {
    throw Error(fmt::format("'{}' in its index: {}", genotype.place(), error.what()));
  }
}

Architecture recorded_cell(const RecordedValue& list) {
  Architecture cell(nb201::kEdges.size());
  const std::vector<std::int64_t> operations = list.integers();
  if (operations.size() != cell.size()) throw Error(fmt::format("'{}' in its index is no cell", list.place()));
  for (std::size_t edge = 0; edge < cell.size(); ++edge) {
    if (operations[edge] < 0 || operations[edge] >= static_cast<std::int64_t>(nb201::kOperationNames.size())) {
      throw Error(fmt::format("'{}' in its index names an operation that is none of the five", list.place()));
    }
    cell[edge] = static_cast<std::uint8_t>(operations[edge]);
  }
  return cell;
}

std::vector<Architecture> recorded_cells(const RecordedValue& lists) {
  std::vector<Architecture> cells;
  for (const RecordedValue& list : lists.list()) cells.push_back(recorded_cell(list));
  return cells;
}

Pass recorded_pass(const RecordedCase& recorded, const RecordedValue& step, const std::string& masks, bool training) {
  Pass pass = training_pass();
  pass.training = training;
  if (!step.has("drop_path")) return pass;
  pass.keep = 1 - step.at("drop_path").number();
  pass.masks = recorded.converted(masks, kind_of(recorded));
  return pass;
}

void compare_names(const RecordedValue& index, const Weights& weights, Comparison& comparison) {
  const std::vector<std::string> operations(nb201::kOperationNames.begin(), nb201::kOperationNames.end());
  std::vector<std::string> edges, parameters;
  for (const auto& [from, to] : nb201::kEdges) edges.push_back(fmt::format("{}<-{}", to, from));
  for (const Weights::Entry& entry : weights.entries()) {
    if (entry.is_parameter) parameters.push_back(entry.name);
  }
  comparison.same(index, "op_names", operations);
  comparison.same(index, "edge_order", edges);
  if (!parameters.empty()) comparison.same(index, "weight_param_names_in_order", parameters);
  if (index.has("network")) comparison.same(index.at("network"), "max_nodes", nb201::kNodes);
}

}  // namespace cellar::network
