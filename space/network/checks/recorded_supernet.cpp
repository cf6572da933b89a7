#include "space/network/checks/recorded_supernet.hpp"

#include "space/nb201/cell.hpp"
#include "space/network/checks/comparison.hpp"

namespace cellar::network {

Supernet recorded_supernet(const nlohmann::json& index, TensorKind kind) {
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

std::vector<Architecture> recorded_cells(const nlohmann::json& lists) {
  std::vector<Architecture> cells;
  for (const auto& list : lists) {
    Architecture cell(nb201::kEdges.size());
    for (std::size_t edge = 0; edge < cell.size(); ++edge) cell[edge] = list.at(edge).get<std::uint8_t>();
    cells.push_back(cell);
  }
  return cells;
}

Pass recorded_pass(const RecordedCase& recorded, const nlohmann::json& step, const std::string& masks, bool training) {
  Pass pass{.training = training};
  if (!step.contains("drop_path") || step["drop_path"].is_null()) return pass;
  pass.keep = 1 - step.at("drop_path").get<double>();
  pass.masks = recorded.tensor(masks).to(kind_of(recorded).type);
  return pass;
}

}  // namespace cellar::network
