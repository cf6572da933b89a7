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

bool is_percentage(const ColumnInfo& column) {
  const auto metric = parse_metric_column(column.name);
  return metric && column.quantity.unit == "%";
}

// The measures of percentages over all data sets, without single seeds, in order of appearance.
std::vector<Measure> measures(const Table& table) {
  std::vector<Measure> all;
  for (const ColumnInfo& column : table.columns()) {
    if (!is_percentage(column) || column.width > 1) continue;
    const Metric metric = parse_metric_column(column.name)->last;
    if (metric.seed || std::find(all.begin(), all.end(), metric.measure) != all.end()) continue;
    all.push_back(metric.measure);
  }
  return all;
}

// A single seed's metric, or another figure of one training, "cifar10.mflops/200.777" (core/table/README.md).
bool is_of_a_trial(const ColumnInfo& column) {
  const auto metric = parse_metric_column(column.name);
  return metric ? metric->last.seed.has_value() : column.name.find_first_of(":/") != std::string::npos;
}

// What else the table has of it, a line each; without single seeds, and costs that are counted above.
std::string other_figures(const Table& table, std::uint64_t index, bool counted) {
  std::vector<std::vector<std::string>> rows;
  for (const ColumnInfo& column : table.columns()) {
    const bool is_cost = column.name.ends_with(".params") || column.name.ends_with(".mflops");
    if (column.type != ColumnInfo::Type::figures || column.width > 1 || is_percentage(column) ||
        is_of_a_trial(column) || (is_cost && counted) || column.name.ends_with(".epoch_seconds")) {
      continue;
    }
    const double value = table.find_unchecked(column.name).value()[index];
    const std::string unit = column.quantity.unit == "1" ? "" : fmt::format(" [{}]", column.quantity.unit);
    rows.push_back({column.name + unit, std::isnan(value) ? "-" : fmt::format("{:.6g}", value)});
  }
  return rows.empty() ? "" : "\n" + text_table(rows);
}

std::string number(const std::optional<ColumnView>& column, std::uint64_t index) {
  if (!column || std::isnan((*column)[index])) return "-";
  return fmt::format("{:.3f}", (*column)[index]);
}

std::string figures(const Table& table, std::uint64_t index) {
  std::vector<std::vector<std::string>> rows(1);
  rows[0].emplace_back("[%]");
  const std::vector<Measure> columns = measures(table);
  if (columns.empty()) return "";
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
  if (table.space() != space.name()) return text;
  const std::string percentages = figures(table, index);
  if (!percentages.empty()) text += "\n" + percentages;
  text += other_figures(table, index, space.name() == "nb201");
  return text + "'-': not in table " + table.name() + "\n";
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
