#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/numbers.hpp"
#include "core/suggest.hpp"
#include "experiments/client/figures.hpp"
#include "experiments/client/trial_view.hpp"

namespace cellar {

namespace {

constexpr const char* kImport =
    "cellar import of an official file (NATS-tss-…, NAS-Bench-201-…pth) makes a table of all trials";

// The metric that a question means; none for what such tables have no name for.
std::optional<Metric> metric_of(const ResolvedQuestion& question) {
  const auto schedule = parse_number<int>(question.schedule);
  if (!schedule || question.figure != Figure::accuracy || question.set == ImageSet::train) return std::nullopt;
  const bool cifar10 = question.dataset == "cifar10" || question.dataset == "cifar10-valid";
  if (question.set == (cifar10 ? ImageSet::x_test : ImageSet::ori_test)) return std::nullopt;
  const std::string split = question.set == ImageSet::x_valid ? "valid" : "test";
  return Metric{question.dataset, {split, {question.epoch.value_or(*schedule), *schedule}}, question.seed};
}

std::optional<double> known(double value) { return std::isnan(value) ? std::nullopt : std::optional(value); }

class ColumnFigures final : public Figures {
 public:
  explicit ColumnFigures(std::shared_ptr<const Table> table) : table_(std::move(table)) {}

  std::optional<double> find(std::size_t index, const ResolvedQuestion& question) const override {
    const auto metric = metric_of(question);
    const auto column = metric ? table_->find(*metric) : std::nullopt;
    return column ? known((*column)[index]) : std::nullopt;
  }

  std::string explain(std::size_t, const ResolvedQuestion& question) const override {
    const std::vector<std::string> names = table_->datasets();
    if (std::find(names.begin(), names.end(), question.dataset) == names.end())
      return unknown_name("data set", question.dataset, names);
    std::vector<std::string> metrics;
    for (const ColumnInfo& column : table_->columns()) {
      const auto metric = parse_metric_column(column.name);
      if (metric && metric->last.dataset == question.dataset && metric->last.seed == question.seed)
        metrics.push_back(column.name);
    }
    return fmt::format("table {} has no {}; it has {}; {}", table_->name(), format(question),
                       metrics.empty() ? "none of that seed" : fmt::format("{}", fmt::join(metrics, ", ")), kImport);
  }

  NetworkCosts costs(std::size_t index, const std::string& dataset, const std::string&) const override {
    NetworkCosts costs;
    costs.mflops = of(index, dataset, "mflops");
    costs.mparams = of(index, dataset, "params");
    if (costs.mparams) *costs.mparams /= 1e6;
    costs.epoch_seconds = of(index, dataset, "epoch_seconds");
    costs.valid_seconds = of(index, dataset, "valid_seconds");
    return costs;
  }

  std::vector<int> seeds(std::size_t, const std::string&, const std::string&) const override { return {}; }
  std::vector<std::string> datasets(std::size_t, const std::string&) const override { return table_->datasets(); }

  std::vector<std::string> schedules(std::size_t) const override {
    std::vector<std::string> labels;
    for (const ColumnInfo& column : table_->columns()) {
      const auto metric = parse_metric_column(column.name);
      const std::string label = metric ? std::to_string(metric->last.measure.at.schedule) : std::string();
      if (metric && std::find(labels.begin(), labels.end(), label) == labels.end()) labels.push_back(label);
    }
    return labels;
  }

  bool recorded(std::size_t) const override { return true; }

  std::optional<double> training_seconds(std::size_t index, const ResolvedQuestion& question) const override {
    const auto epochs = question.epoch ? question.epoch : parse_number<int>(question.schedule);
    const auto seconds = of(index, question.dataset, "epoch_seconds");
    if (!seconds || !epochs) return std::nullopt;
    return *seconds * *epochs;
  }

 private:
  // cifar10-valid trains the same network as cifar10 and may be left out where they do not differ.
  std::optional<double> of(std::size_t index, const std::string& dataset, const char* what) const {
    auto column = table_->find(fmt::format("{}.{}", dataset, what));
    const bool of_network = std::string_view(what) == "mflops" || std::string_view(what) == "params";
    if (!column && of_network && dataset == "cifar10-valid") column = table_->find(fmt::format("cifar10.{}", what));
    return column ? known((*column)[index]) : std::nullopt;
  }

  std::shared_ptr<const Table> table_;
};

}  // namespace

std::unique_ptr<Figures> make_column_figures(std::shared_ptr<const Table> table) {
  return std::make_unique<ColumnFigures>(std::move(table));
}

}  // namespace cellar
