#include "core/table/dataset.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"
#include "core/suggest.hpp"

namespace cellar {

namespace {

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_there(const Table& table, const Metric& metric) {
  return !table.seeds(metric).empty() || table.find(metric).has_value();
}

// "valid@1-3/4" of "valid@1-3/4.777".
std::string without_seed(std::string figure, const MetricColumn& metric) {
  if (metric.last.seed) figure.resize(figure.rfind('.'));
  return figure;
}

}  // namespace

std::string validation_dataset(const Table& table, const std::string& dataset) {
  const std::string half = dataset + "-valid";
  return contains(table.datasets(), half) ? half : dataset;
}

Metric full_metric(const Table& table, const std::string& dataset, const Measure& measure) {
  const std::string validation = validation_dataset(table, dataset);
  const auto known = table.datasets();
  if (!contains(known, dataset) && !contains(known, validation)) {
    throw Error(fmt::format("{} in table '{}'", unknown_name("data set", dataset, known), table.name()));
  }
  return {measure.split == "valid" ? validation : dataset, measure, std::nullopt};
}

std::optional<TableFigure> find_figure(const Table& table, const std::string& dataset, std::string_view text) {
  const auto measure = parse_metric_column(fmt::format("any.{}", text));
  if (measure && !measure->last.seed && measure->first_epoch == measure->last.measure.at.epochs) {
    const Metric metric = full_metric(table, dataset, measure->last.measure);
    if (is_there(table, metric)) return TableFigure{format(metric), metric};
  }
  const std::string validation = validation_dataset(table, dataset);
  for (const std::string& name :
       {std::string(text), fmt::format("{}.{}", dataset, text), fmt::format("{}.{}", validation, text)}) {
    const ColumnInfo* const column = table.describe(name);
    if (!column || column->type != ColumnInfo::Type::figures || column->width > 1) continue;
    auto metric = parse_metric_column(name);
    if (metric && !metric->last.seed) return TableFigure{name, metric->last};
    return TableFigure{name, std::nullopt};
  }
  return std::nullopt;
}

std::string figure_of(const Table& table, const std::string& dataset, const std::string& full_name) {
  if (const auto metric = parse_metric_column(full_name)) return format(metric->last.measure);
  for (const std::string& name : {dataset, validation_dataset(table, dataset)}) {
    if (full_name.starts_with(name + ".")) return full_name.substr(name.size() + 1);
  }
  return full_name;
}

bool belongs_to(const Table& table, const std::string& dataset, std::string_view column) {
  const auto is_of = [&](const std::string& name) { return column.starts_with(name + "."); };
  if (is_of(dataset) || is_of(validation_dataset(table, dataset))) return true;
  const auto others = table.datasets();
  return std::none_of(others.begin(), others.end(), is_of);
}

std::vector<std::string> figures_of(const Table& table, const std::string& dataset) {
  std::vector<std::string> known;
  for (const ColumnInfo& column : table.columns()) {
    const bool is_figure = column.type != ColumnInfo::Type::text && column.name.find(':') == std::string::npos;
    if (!is_figure || !belongs_to(table, dataset, column.name)) continue;
    const auto metric = parse_metric_column(column.name);
    const std::string name = metric ? without_seed(column.name.substr(metric->last.dataset.size() + 1), *metric)
                                    : figure_of(table, dataset, column.name);
    if (!contains(known, name)) known.push_back(name);
  }
  return known;
}

}  // namespace cellar
