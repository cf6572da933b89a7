#include "experiments/client/figure_answers.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "core/printable.hpp"
#include "core/suggest.hpp"
#include "core/table/dataset.hpp"
#include "core/trimmed.hpp"

namespace cellar {

std::size_t architecture_index(const Table& table, std::string_view text) {
  for (std::size_t index = 0; index < table.size(); ++index) {
    if (table.architecture(index) == text) return index;
  }
  if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) {
    throw Error(fmt::format("'{}' is no cell of table {}: a spelling like {} is needed, or an index", printable(text),
                            table.name(), table.architecture(0)));
  }
  const auto number = parse_number<std::uint64_t>(text);
  if (number && *number < table.size()) return static_cast<std::size_t>(*number);
  throw Error(fmt::format("index {} is not in table {}: allowed is 0 to {}", text, table.name(), table.size() - 1));
}

std::vector<FigureValue> figures_at(const Table& table, const std::string& dataset, std::size_t index) {
  std::vector<FigureValue> values;
  for (const ColumnInfo& column : table.columns()) {
    if (column.type != ColumnInfo::Type::figures || column.width > 1 || !belongs_to(table, dataset, column.name))
      continue;
    const double value = table.find_unchecked(column.name).value()[index];
    if (!std::isnan(value)) values.push_back({column.name, column.quantity, value});
  }
  return values;
}

ColumnView figure_values(const GroundTruth& truth, std::string_view figure) {
  if (const auto values = truth.find(figure)) return *values;
  throw Error(unknown_name(fmt::format("figure of {} in table {}", truth.dataset(), truth.table().name()),
                           printable(figure), figures_of(truth.table(), truth.dataset())));
}

FigureLimit::FigureLimit(const GroundTruth& truth, std::string_view text)
    : values_(figure_values(truth, trimmed(text.substr(0, text.find_first_of("<>"))))) {
  const auto at = text.find_first_of("<>");
  const auto number = at == text.npos ? at : text.find_first_not_of("<>=", at);
  const auto bound = number == text.npos ? std::nullopt : parse_number<double>(trimmed(text.substr(number)));
  if (bound) relation_ = text.substr(at, number - at);
  if (!bound || (relation_ != "<=" && relation_ != ">=" && relation_ != "<" && relation_ != ">")) {
    throw Error(fmt::format("--limit '{}' is not FIGURE<=NUMBER, as in 'params<=1e6'", printable(text)));
  }
  bound_ = *bound;
}

bool FigureLimit::allows(std::size_t index) const {
  const double value = values_[index];  // NaN is on no side
  return relation_ == "<="   ? value <= bound_
         : relation_ == ">=" ? value >= bound_
         : relation_ == "<"  ? value < bound_
                             : value > bound_;
}

std::vector<RankedCell> best_by(const GroundTruth& truth, const ColumnView& values,
                                const std::vector<FigureLimit>& limits, std::size_t count) {
  std::vector<RankedCell> cells;
  for (std::size_t index = 0; index < values.size(); ++index) {
    const auto allows = [&](const FigureLimit& limit) { return limit.allows(index); };
    if (std::isnan(values[index]) || !std::all_of(limits.begin(), limits.end(), allows)) continue;
    cells.push_back({index, values[index]});
  }
  if (cells.empty()) {
    throw Error(fmt::format("no architecture of table {} has {}{}", truth.table().name(), values.info().name,
                            limits.empty() ? "" : " within these limits"));
  }
  const double sign = values.info().quantity.better == Quantity::Better::smaller ? -1 : 1;
  const auto better = [sign](const RankedCell& a, const RankedCell& b) {
    return a.value != b.value ? sign * a.value > sign * b.value : a.index < b.index;
  };
  count = std::min(count, cells.size());
  std::partial_sort(cells.begin(), cells.begin() + static_cast<std::ptrdiff_t>(count), cells.end(), better);
  cells.resize(count);
  return cells;
}

std::string usual_figure(const Table& table, const std::string& dataset) {
  const DatasetDefaults* const said = table.defaults(dataset);
  if (said && !said->truth.empty()) return said->truth.front();
  if (said && !said->observed.empty()) return said->observed;
  throw Error(fmt::format("--metric is needed, one of: {}", fmt::join(figures_of(table, dataset), ", ")));
}

}  // namespace cellar
