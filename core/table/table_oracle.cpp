#include "core/table/table_oracle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/errors.hpp"
#include "core/random.hpp"
#include "core/suggest.hpp"
#include "core/table/space_check.hpp"

namespace cellar {

namespace {

bool present(double value) { return !std::isnan(value); }

std::optional<double> known(double value) { return present(value) ? std::optional(value) : std::nullopt; }

// The value of one of the seeds that are there, each equally likely over `draw`; none if no seed is.
std::optional<double> draw_from(const std::vector<ColumnView>& seeds, std::size_t index, std::uint64_t draw) {
  std::uint64_t count = 0;
  for (const ColumnView& seed : seeds) count += present(seed[index]) ? 1 : 0;
  if (count == 0) return std::nullopt;
  std::uint64_t skipped = mix64(draw) % count;
  for (const ColumnView& seed : seeds) {
    if (present(seed[index]) && skipped-- == 0) return seed[index];
  }
  return std::nullopt;
}

// A column of prices, its gaps filled with its mean; empty where the table has no such column or nothing in it but
// zeros.
std::vector<double> prices(const Table& table, const std::string& name) {
  const auto column = table.find(name);
  if (!column) return {};
  std::vector<double> values(column->size());
  double sum = 0;
  std::size_t count = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = (*column)[i];
    if (!present(values[i])) continue;
    sum += values[i];
    ++count;
  }
  if (count == 0 || sum <= 0) return {};
  for (double& value : values) {
    if (!present(value)) value = sum / static_cast<double>(count);
  }
  return values;
}

// A column's note may begin with where its figures come from, in the words of FigureSource: "mean of 2 training seeds
// (111, 777); …".
FigureSource source_of(std::string_view note) {
  FigureSource source{FigureSource::Kind::tabled, 0, {}};
  try {
    if (!note.empty()) source = parse_figure_source(note.substr(0, std::min(note.find(" ("), note.find(';'))));
  } catch (const Error&) {  // it says something else
  }
  return source;
}

}  // namespace

TableOracle::TableOracle(std::shared_ptr<const Table> table, const SearchSpace& space, const std::string& dataset,
                         const Measure& observed)
    : table_(std::move(table)), space_(space), observed_(full_metric(*table_, dataset, observed)) {
  check_space(*table_, space);
  check_observable(dataset, observed);
  level_of_epoch_.assign(static_cast<std::size_t>(observed.at.epochs) + 1, -1);
  for (int epoch = 1; epoch <= observed.at.epochs; ++epoch) {
    Metric metric = observed_;
    metric.measure.at.epochs = epoch;
    add_level(metric);
  }
  seconds_per_epoch_ = prices(*table_, observed_.dataset + ".epoch_seconds");
  if (has_prices()) validation_seconds_ = prices(*table_, observed_.dataset + ".valid_seconds");
}

void TableOracle::check_observable(const std::string& dataset, const Measure& observed) const {
  if (observed.split == "test") {
    throw Error(fmt::format("{} cannot be observed: a searcher is never shown test accuracy", format(observed)));
  }
  if (!table_->seeds(observed_).empty() || table_->find(observed_)) return;
  const std::string validation = validation_dataset(*table_, dataset);
  std::vector<std::string> known;
  for (const ColumnInfo& column : table_->columns()) {
    const auto metric = parse_metric_column(column.name);
    if (!metric || metric->last.measure.split == "test") continue;
    if (metric->last.dataset != dataset && metric->last.dataset != validation) continue;
    const std::string measure = column.name.substr(metric->last.dataset.size() + 1);
    const std::string without_seed = measure.substr(0, measure.find('.'));
    if (std::find(known.begin(), known.end(), without_seed) == known.end()) known.push_back(without_seed);
  }
  throw Error(fmt::format("{} to observe on {}",
                          unknown_name(fmt::format("measure of table '{}'", table_->name()), format(observed), known),
                          dataset));
}

void TableOracle::add_level(const Metric& metric) {
  Level level;
  for (const int seed : table_->seeds(metric)) {
    Metric of_seed = metric;
    of_seed.seed = seed;
    level.seeds.push_back(table_->at(of_seed));
  }
  level.mean = table_->find(metric);
  if (level.seeds.empty() && !level.mean) return;
  level_of_epoch_[static_cast<std::size_t>(metric.measure.at.epochs)] = static_cast<int>(levels_.size());
  levels_.push_back(std::move(level));
  fidelities_.push_back(metric.measure.at);
}

const TableOracle::Level& TableOracle::level(Fidelity fidelity) const {
  const auto epochs = static_cast<std::size_t>(fidelity.epochs);  // a negative one is beyond the end
  const bool asked = fidelity.schedule == observed_.measure.at.schedule && epochs < level_of_epoch_.size();
  const int number = asked ? level_of_epoch_[epochs] : -1;
  require(number >= 0, "a table was asked for a fidelity that it does not offer");
  return levels_[static_cast<std::size_t>(number)];
}

double TableOracle::cost_seconds(std::size_t index, int epochs) const {
  if (seconds_per_epoch_.empty()) return 0;
  const double training = epochs * seconds_per_epoch_[index];
  return validation_seconds_.empty() ? training : training + validation_seconds_[index];
}

Measurement TableOracle::measure(const Architecture& arch, Fidelity fidelity, int from_epochs,
                                 std::uint64_t draw) const {
  const Level& asked = level(fidelity);
  require(0 <= from_epochs && from_epochs <= fidelity.epochs, "training goes on from 0 epochs to those asked for");
  const std::uint64_t index = space_.index(arch);
  require(index < table_->size(), "a table was asked for an architecture of another space");
  const double cost = cost_seconds(index, fidelity.epochs - from_epochs);
  if (!asked.seeds.empty()) {
    if (const auto drawn = draw_from(asked.seeds, index, draw)) return {drawn, cost};
  }
  return {asked.mean ? known((*asked.mean)[index]) : std::nullopt, cost};
}

const std::string& TableOracle::note() const {
  static const std::string kNothing;
  const Level& full = levels_.back();
  return full.mean && full.seeds.empty() ? full.mean->info().note : kNothing;
}

std::vector<std::uint64_t> TableOracle::known_indices() const {
  const Level& full = levels_.back();
  std::vector<std::uint64_t> indices;
  for (std::uint64_t index = 0; index < table_->size(); ++index) {
    const auto has = [&](const ColumnView& column) { return present(column[index]); };
    if ((full.mean && has(*full.mean)) || std::any_of(full.seeds.begin(), full.seeds.end(), has))
      indices.push_back(index);
  }
  return indices;
}

std::vector<Objective> TableOracle::objectives() const {
  const Level& full = levels_.back();
  const ColumnInfo& column = full.seeds.empty() ? full.mean->info() : full.seeds.front().info();
  Objective objective;
  objective.name = format(observed_);
  objective.unit = column.unit.empty() ? "1" : column.unit;
  if (objective.unit != "%") objective.most = std::numeric_limits<double>::infinity();
  if (objective.unit != "%") objective.least = -objective.most;
  objective.source = full.seeds.empty()
                         ? source_of(note())
                         : FigureSource{FigureSource::Kind::drawn_seed, static_cast<int>(full.seeds.size()), {}};
  return {objective};
}

std::string TableOracle::price() const {
  if (!has_prices()) return {};
  const char* validation =
      validation_seconds_.empty() ? "no validation pass (its time is not recorded)" : "one validation pass";
  return fmt::format("epochs x {}.epoch_seconds, {}", observed_.dataset, validation);
}

}  // namespace cellar
