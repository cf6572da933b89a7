#include "core/table/table_oracle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "core/errors.hpp"
#include "core/random.hpp"
#include "core/suggest.hpp"
#include "core/table/space_check.hpp"

namespace cellar {

namespace {

bool present(double value) { return !std::isnan(value); }

std::optional<double> known(double value) { return present(value) ? std::optional(value) : std::nullopt; }

// The place of one of the seeds that have a value, each equally likely over `draw`; none if no seed has.
std::optional<std::size_t> draw_from(const std::vector<ColumnView>& seeds, std::size_t index, std::uint64_t draw) {
  std::uint64_t count = 0;
  for (const ColumnView& seed : seeds) count += present(seed[index]) ? 1 : 0;
  if (count == 0) return std::nullopt;
  std::uint64_t skipped = mix64(draw) % count;
  for (std::size_t place = 0; place < seeds.size(); ++place) {
    if (present(seeds[place][index]) && skipped-- == 0) return place;
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

// A training of which nobody says how long it was.
constexpr Fidelity kWhole{1, 1};

Fidelity fidelity_of(const TableFigure& figure) {
  return figure.metric && figure.metric->measure.at != Fidelity{} ? figure.metric->measure.at : kWhole;
}

}  // namespace

TableOracle::TableOracle(std::shared_ptr<const Table> table, const SearchSpace& space, const std::string& dataset,
                         const std::vector<std::string>& observed)
    : table_(std::move(table)), space_(space) {
  check_space(*table_, space);
  require(!observed.empty(), "a table's oracle answers with at least one figure");
  if (observed.size() > kMaxObjectives) {
    throw Error(fmt::format("{} figures are observed, at most {} can be", observed.size(), kMaxObjectives));
  }
  for (const std::string& text : observed) observed_.push_back(observable(dataset, text));
  find_fidelities(observed_.front());
  for (const TableFigure& figure : observed_) {
    Levels& levels = levels_.emplace_back();
    for (const Fidelity at : fidelities_) levels.push_back(level_of(figure, at));
    if (levels.back().empty()) {
      throw Error(fmt::format("{} and {} are of trainings of different lengths and cannot be observed together",
                              observed_.front().name, figure.name));
    }
  }
  const auto& first = observed_.front().metric;
  priced_dataset_ = first ? first->dataset : validation_dataset(*table_, dataset);
  seconds_per_epoch_ = prices(*table_, priced_dataset_ + ".epoch_seconds");
  if (has_prices()) validation_seconds_ = prices(*table_, priced_dataset_ + ".valid_seconds");
}

TableFigure TableOracle::observable(const std::string& dataset, const std::string& text) const {
  const auto figure = find_figure(*table_, dataset, text);
  const DatasetDefaults* const said = table_->defaults(dataset);
  const bool is_test = figure && figure->metric && figure->metric->measure.split == "test";
  if ((is_test || text.starts_with("test@")) && !(said && said->observed == text)) {
    throw Error(fmt::format("{} cannot be observed: a searcher is never shown test accuracy", text));
  }
  if (figure && !figure->metric && parse_metric_column(figure->name)) {
    throw Error(
        fmt::format("'{}' is of a single training seed; write {} for the mean over seeds or one drawn each time", text,
                    text.substr(0, text.rfind('.'))));
  }
  if (figure) return *figure;
  std::vector<std::string> known = figures_of(*table_, dataset);
  const auto hidden = [](const std::string& name) { return name.starts_with("test@") || name == "test"; };
  known.erase(std::remove_if(known.begin(), known.end(), hidden), known.end());
  throw Error(fmt::format("{} to observe on {}",
                          unknown_name(fmt::format("measure of table '{}'", table_->name()), text, known), dataset));
}

TableOracle::Level TableOracle::level_of(const TableFigure& figure, Fidelity at) const {
  Level level;
  if (!figure.metric) {
    level.mean = table_->find(figure.name);
    return level;
  }
  Metric metric = *figure.metric;
  if (metric.measure.at != Fidelity{}) {
    if (metric.measure.at.schedule != at.schedule) return level;
    metric.measure.at = at;
  }
  for (const int seed : table_->seeds(metric)) {
    Metric of_seed = metric;
    of_seed.seed = seed;
    level.seed_numbers.push_back(seed);
    level.seeds.push_back(table_->at(of_seed));
  }
  level.mean = table_->find(metric);
  return level;
}

void TableOracle::find_fidelities(const TableFigure& first) {
  const Fidelity full = fidelity_of(first);
  level_of_epoch_.assign(static_cast<std::size_t>(full.epochs) + 1, -1);
  for (int epoch = 1; epoch <= full.epochs; ++epoch) {
    if (level_of(first, {epoch, full.schedule}).empty()) continue;
    level_of_epoch_[static_cast<std::size_t>(epoch)] = static_cast<int>(fidelities_.size());
    fidelities_.push_back({epoch, full.schedule});
  }
}

std::size_t TableOracle::level_number(Fidelity fidelity) const {
  const auto epochs = static_cast<std::size_t>(fidelity.epochs);  // a negative one is beyond the end
  const bool asked = fidelity.schedule == fidelities_.back().schedule && epochs < level_of_epoch_.size();
  const int number = asked ? level_of_epoch_[epochs] : -1;
  require(number >= 0, "a table was asked for a fidelity that it does not offer");
  return static_cast<std::size_t>(number);
}

double TableOracle::cost_seconds(std::size_t index, int epochs) const {
  if (seconds_per_epoch_.empty()) return 0;
  const double training = epochs * seconds_per_epoch_[index];
  return validation_seconds_.empty() ? training : training + validation_seconds_[index];
}

Measurement TableOracle::measure(const Architecture& arch, Fidelity fidelity, int from_epochs,
                                 std::uint64_t draw) const {
  const std::size_t number = level_number(fidelity);
  require(0 <= from_epochs && from_epochs <= fidelity.epochs, "training goes on from 0 epochs to those asked for");
  const std::uint64_t index = space_.index(arch);
  require(index < table_->size(), "a table was asked for an architecture of another space");
  const double cost = cost_seconds(index, fidelity.epochs - from_epochs);
  const Level& observed = levels_.front()[number];
  if (levels_.size() == 1 && observed.seeds.empty()) return {known((*observed.mean)[index]), cost};
  std::optional<int> seed;
  const double first = observed.value(index, draw, seed);
  if (levels_.size() == 1 || !present(first)) return {known(first), cost};
  std::array<double, kMaxObjectives> values{first};
  for (std::size_t i = 1; i < levels_.size(); ++i) values[i] = levels_[i][number].value(index, draw, seed);
  return {Values(std::span<const double>(values.data(), levels_.size())), cost};
}

double TableOracle::Level::value(std::size_t index, std::uint64_t draw, std::optional<int>& seed) const {
  if (seeds.empty()) return mean ? (*mean)[index] : std::nan("");
  std::optional<std::size_t> place;
  if (seed) {
    const auto same = std::find(seed_numbers.begin(), seed_numbers.end(), *seed);
    if (same != seed_numbers.end()) place = static_cast<std::size_t>(same - seed_numbers.begin());
    if (place && !present(seeds[*place][index])) place.reset();
  }
  if (!place) place = draw_from(seeds, index, draw);
  if (!place) return mean ? (*mean)[index] : std::nan("");
  if (!seed) seed = seed_numbers[*place];
  return seeds[*place][index];
}

const std::string& TableOracle::note() const {
  static const std::string kNothing;
  const Level& full = levels_.front().back();
  return full.seeds.empty() ? full.mean->info().note : kNothing;
}

std::vector<std::uint64_t> TableOracle::known_indices() const {
  const Level& full = levels_.front().back();
  std::vector<std::uint64_t> indices;
  for (std::uint64_t index = 0; index < table_->size(); ++index) {
    const auto has = [&](const ColumnView& column) { return present(column[index]); };
    if ((full.mean && has(*full.mean)) || std::any_of(full.seeds.begin(), full.seeds.end(), has))
      indices.push_back(index);
  }
  return indices;
}

std::vector<Objective> TableOracle::objectives() const {
  std::vector<Objective> objectives;
  for (std::size_t i = 0; i < observed_.size(); ++i) {
    const Level& full = levels_[i].back();
    Objective& objective = objectives.emplace_back(objective_of(observed_[i].name, full.info().quantity));
    if (full.seeds.empty()) continue;
    objective.source = {FigureSource::Kind::drawn_seed, static_cast<int>(full.seeds.size()), {}};
  }
  return objectives;
}

std::string TableOracle::price() const {
  if (!has_prices()) return {};
  const char* validation =
      validation_seconds_.empty() ? "no validation pass (its time is not recorded)" : "one validation pass";
  return fmt::format("epochs x {}.epoch_seconds, {}", priced_dataset_, validation);
}

}  // namespace cellar
