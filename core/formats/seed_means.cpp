#include "core/formats/seed_means.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/errors.hpp"
#include "core/table/metric.hpp"

namespace cellar {

namespace {

bool has_column(const NewTable& table, const std::string& name) {
  return std::any_of(table.columns.begin(), table.columns.end(),
                     [&](const NewColumn& column) { return column.name == name; });
}

// The mean over those of `columns` that have a value, element by element; NaN where none has.
std::vector<double> mean_of(const std::vector<const NewColumn*>& columns) {
  std::vector<double> mean(columns[0]->values.size());
  for (std::size_t i = 0; i < mean.size(); ++i) {
    double sum = 0;
    int count = 0;
    for (const NewColumn* column : columns) {
      const double value = column->values[i];
      if (std::isnan(value)) continue;
      sum += value;
      ++count;
    }
    mean[i] = count > 0 ? sum / count : std::numeric_limits<double>::quiet_NaN();
  }
  return mean;
}

// The columns of single seeds whose mean is `mean`.
std::vector<const NewColumn*> seeds_of(const NewTable& table, const Metric& mean) {
  std::vector<const NewColumn*> columns;
  for (const NewColumn& column : table.columns) {
    const auto metric = parse_metric_column(column.name);
    if (!metric || !metric->last.seed || metric->first_epoch != metric->last.measure.at.epochs) continue;
    if (metric->last.dataset == mean.dataset && metric->last.measure == mean.measure) columns.push_back(&column);
  }
  return columns;
}

FigureSource source_of(const std::vector<const NewColumn*>& columns) {
  using Kind = FigureSource::Kind;
  const std::size_t size = columns.front()->values.size();
  bool all = true;
  for (std::size_t i = 0; i < size; ++i) {
    const auto has = [i](const NewColumn* column) { return !std::isnan(column->values[i]); };
    const auto present = std::count_if(columns.begin(), columns.end(), has);
    all = all && (present == 0 || present == static_cast<std::ptrdiff_t>(columns.size()));
  }
  return {all ? Kind::mean_of_seeds : Kind::mean_of_present, static_cast<int>(columns.size()), {}};
}

// Figures whose mean is taken.
void check_same_kind(const std::vector<const NewColumn*>& columns) {
  const NewColumn& first = *columns.front();
  for (const NewColumn* column : columns) {
    if (same_kind(column->quantity, first.quantity)) continue;
    throw Error(fmt::format("'{}' is [{}] and '{}' is [{}]: training seeds of one figure are of the same kind",
                            first.name, format(first.quantity), column->name, format(column->quantity)));
  }
}

}  // namespace

std::vector<std::string> add_seed_means(NewTable& table) {
  std::vector<std::string> added;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    auto metric = parse_metric_column(table.columns[i].name);
    if (!metric || !metric->last.seed) continue;
    metric->last.seed.reset();
    const auto columns = seeds_of(table, metric->last);
    NewColumn mean;
    mean.name = format(metric->last);
    if (columns.empty() || has_column(table, mean.name)) continue;
    check_same_kind(columns);
    mean.quantity = table.columns[i].quantity;
    mean.quantity.source = source_of(columns);
    mean.note = "computed by the import";
    mean.first_epoch = metric->first_epoch;
    mean.values = mean_of(columns);
    added.push_back(mean.name);
    table.columns.push_back(std::move(mean));
  }
  return added;
}

}  // namespace cellar
