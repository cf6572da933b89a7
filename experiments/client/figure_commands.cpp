#include "experiments/client/figure_commands.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/errors.hpp"
#include "core/suggest.hpp"
#include "experiments/client/client_options.hpp"
#include "experiments/client/figure_answers.hpp"
#include "experiments/report/json_text.hpp"
#include "experiments/report/text_table.hpp"

namespace cellar {

namespace {

namespace po = boost::program_options;
using Rows = std::vector<std::vector<std::string>>;

std::string dataset_of(const Table& table, const po::variables_map& values) {
  const auto known = table.datasets();
  if (known.empty()) throw Error(fmt::format("table {} names no data set", table.name()));
  const auto asked = text_option(values, "dataset");
  if (!asked && known.size() > 1) throw Error(fmt::format("--dataset is needed: {}", fmt::join(known, ", ")));
  const std::string dataset = asked.value_or(known.front());
  if (std::find(known.begin(), known.end(), dataset) != known.end()) return dataset;
  throw Error(unknown_name("data set of table " + table.name(), dataset, known));
}

std::string with_unit(const std::string& name, const Quantity& quantity) {
  return quantity.unit == "1" ? name : fmt::format("{} [{}]", name, quantity.unit);
}

// Whether its metrics are what NAS-Bench-201 and NATS-Bench have: per cent, after trainings of known length.
bool holds_percentages(const Table& table) {
  for (const ColumnInfo& column : table.columns()) {
    const auto metric = parse_metric_column(column.name);
    if (metric && (column.quantity.unit != "%" || metric->last.measure.at == Fidelity{})) return false;
  }
  return true;
}

}  // namespace

bool asks_by_figure(const Table& table, const po::variables_map& values) {
  const bool is_benchmark = table.space() == "nb201" || table.space() == "nats-size";
  return !is_benchmark || !holds_percentages(table) || values.contains("metric") || values.contains("limit");
}

void print_best_by_figure(const std::shared_ptr<const Table>& table, const po::variables_map& values) {
  for (const char* const option : {"set", "schedule", "epoch", "seed", "flops-max", "params-max"}) {
    if (!values.contains(option)) continue;
    throw Error(
        fmt::format("--{} is for sets of images, not for figures: --metric and --limit say all, as in --metric "
                    "test@200/200 --limit 'mflops<=20'",
                    option));
  }
  const GroundTruth truth(table, dataset_of(*table, values));
  const std::string figure = text_option(values, "metric").value_or("");
  const ColumnView column = figure_values(truth, figure.empty() ? usual_figure(*table, truth.dataset()) : figure);
  std::vector<FigureLimit> limits;
  for (const std::string& text : list_option(values, "limit")) limits.emplace_back(truth, text);
  const int top = values["top"].as<int>();
  if (top < 1) throw Error(fmt::format("--top {}: at least 1 is needed", top));
  const auto best = best_by(truth, column, limits, static_cast<std::size_t>(top));
  const bool less = column.info().quantity.better == Quantity::Better::smaller;
  PythonValue list = PythonValue::array();
  Rows rows = {{"index  architecture", with_unit(column.info().name, column.info().quantity)}};
  for (const RankedCell& cell : best) {
    const std::string architecture(table->architecture(cell.index));
    rows.push_back({fmt::format("{:>5}  {}", cell.index, architecture), fmt::format("{:.6g}", cell.value)});
    list.push_back({{"index", cell.index}, {"architecture", architecture}, {"value", cell.value}});
  }
  if (values.contains("json")) {
    const PythonValue document = {{"dataset", truth.dataset()},
                                  {"figure", column.info().name},
                                  {"unit", column.info().quantity.unit},
                                  {"best", std::move(list)}};
    fmt::print("{}", json_text(document));
    return;
  }
  fmt::print("{} {} (table {})\n\n{}", less ? "lowest" : "highest", column.info().name, table->name(),
             text_table(rows));
}

void print_figures_of(const Table& table, const std::string& architecture, const po::variables_map& values) {
  const std::string dataset = dataset_of(table, values);
  const std::size_t index = architecture_index(table, architecture);
  const auto figures = figures_at(table, dataset, index);
  PythonValue json = {{"index", index}, {"architecture", table.architecture(index)}, {"dataset", dataset}};
  Rows rows = {{"figure", "value", "source"}};
  for (const FigureValue& figure : figures) {
    const auto& source = figure.quantity.source;
    rows.push_back(
        {with_unit(figure.name, figure.quantity), fmt::format("{:.6g}", figure.value), source ? format(*source) : "-"});
    json["figures"][figure.name] = {{"value", figure.value}, {"unit", figure.quantity.unit}};
  }
  if (values.contains("json")) {
    fmt::print("{}", json_text(json));
    return;
  }
  fmt::print("{} {}  {}\n", table.space(), index, table.architecture(index));
  figures.empty() ? fmt::print("table {} has no figures of it on {}\n", table.name(), dataset)
                  : fmt::print("\n{}", text_table(rows));
}

}  // namespace cellar
