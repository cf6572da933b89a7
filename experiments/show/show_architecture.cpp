#include "experiments/show/show_architecture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "experiments/report/json_text.hpp"
#include "experiments/report/text_table.hpp"
#include "space/nb201/costs.hpp"
#include "space/nb201/draw.hpp"
#include "space/nb201/isomorphism.hpp"

namespace cellar {

namespace {

std::string cell_text(const Architecture& cell, const SearchSpace& space, bool colours) {
  std::string text = "\n" + nb201::draw_text(cell, colours) + "\n";
  text += fmt::format("unique form     {}\n", nb201::unique_string(cell));
  const Architecture canonical = space.canonical(cell);
  if (canonical != cell)
    text += fmt::format("same network    {}  {}\n", space.index(canonical), space.format(canonical));
  if (!nb201::connected(cell)) text += "connected       no: nothing reaches the output\n";
  for (const char* const dataset : {"cifar10", "cifar100", "ImageNet16-120"}) {
    const nb201::Costs costs = nb201::network_costs(cell, nb201::skeleton(dataset));
    text += fmt::format("{:<16}{:.6f} M parameters, {:.5f} MFLOPs\n", dataset, static_cast<double>(costs.params) / 1e6,
                        costs.mflops());
  }
  return text;
}

// The metrics' measures over all data sets, without single seeds, in order of appearance.
std::vector<Measure> measures(const Table& table) {
  std::vector<Measure> all;
  for (const ColumnInfo& column : table.columns()) {
    if (column.name.find('@') == std::string::npos || column.width > 1) continue;
    const Metric metric = parse_metric(column.name);
    if (metric.seed || std::find(all.begin(), all.end(), metric.measure) != all.end()) continue;
    all.push_back(metric.measure);
  }
  return all;
}

std::string number(const std::optional<ColumnView>& column, std::uint64_t index) {
  if (!column || std::isnan((*column)[index])) return "-";
  return fmt::format("{:.3f}", (*column)[index]);
}

std::string figures(const Table& table, std::uint64_t index) {
  std::vector<std::vector<std::string>> rows(1);
  rows[0].emplace_back("[%]");
  const std::vector<Measure> columns = measures(table);
  for (const Measure& measure : columns) rows[0].push_back(format(measure));
  rows[0].emplace_back("epoch [s]");
  for (const std::string& dataset : table.datasets()) {
    std::vector<std::string> row = {dataset};
    for (const Measure& measure : columns) row.push_back(number(table.find(Metric{dataset, measure, {}}), index));
    row.push_back(number(table.find(dataset + ".epoch_seconds"), index));
    rows.push_back(std::move(row));
  }
  return text_table(rows);
}

}  // namespace

std::string show_architecture(const Architecture& arch, const SearchSpace& space, const Table& table, bool colours) {
  const std::uint64_t index = space.index(arch);
  std::string text = fmt::format("{} {}  {}\n", space.name(), index, space.format(arch));
  if (space.name() == "nb201") text += cell_text(arch, space, colours);
  if (table.space() == space.name()) text += "\n" + figures(table, index) + "'-': not in table " + table.name() + "\n";
  return text;
}

std::string show_architecture_json(const Architecture& arch, const SearchSpace& space, const Table& table) {
  const std::uint64_t index = space.index(arch);
  nlohmann::ordered_json json = {{"space", space.name()}, {"index", index}, {"architecture", space.format(arch)}};
  json["choices"] = std::vector<int>(arch.choices().begin(), arch.choices().end());
  if (space.name() == "nb201") {
    json["unique"] = nb201::unique_string(arch);
    json["connected"] = nb201::connected(arch);
    json["canonical_index"] = space.index(space.canonical(arch));
  }
  if (table.space() != space.name()) return json_text(json);
  json["table"] = table.name();
  for (const ColumnInfo& column : table.columns()) {
    if (column.width > 1) continue;
    const auto view = table.find(column.name);
    if (view && !std::isnan((*view)[index])) json["figures"][column.name] = (*view)[index];
  }
  return json_text(json);
}

}  // namespace cellar
