#include "experiments/show/facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "core/table/ground_truth.hpp"
#include "experiments/report/statistics.hpp"
#include "space/nb201/isomorphism.hpp"

namespace cellar {

namespace {

const Measure kSeen{"valid", {12, 12}};
const Measure kValid{"valid", {200, 200}};
const Measure kTest{"test", {200, 200}};

std::vector<double> copied(const ColumnView& column) {
  std::vector<double> values(column.size());
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = column[i];
  return values;
}

std::vector<double> ascending(std::vector<double> values) {
  values.erase(std::remove_if(values.begin(), values.end(), [](double value) { return std::isnan(value); }),
               values.end());
  std::sort(values.begin(), values.end());
  return values;
}

std::string space_facts(const SearchSpace& space) {
  std::string text = fmt::format("{} architectures of {}\n", *space.size(), space.name());
  if (space.name() != "nb201") return text;
  std::unordered_set<std::string> unique;
  std::unordered_set<std::string> opaque;
  std::size_t connected = 0;
  for (std::uint64_t index = 0; index < *space.size(); ++index) {
    const Architecture cell = space.at(index);
    unique.insert(nb201::unique_string(cell));
    opaque.insert(nb201::unique_string(cell, nb201::Zeros::opaque));
    connected += nb201::connected(cell) ? 1 : 0;
  }
  return text + fmt::format("{} unique up to isomorphism ({} without propagating zeros)\n{} connect input and output\n",
                            unique.size(), opaque.size(), connected);
}

std::string optimum(const GroundTruth& truth, const SearchSpace& space, const Measure& measure) {
  const GroundTruth::Best best = truth.best(measure);
  return fmt::format("  best {}: {:.3f} % at {}  {}\n", format(truth.metric(measure)), best.value, best.index,
                     space.format(space.at(best.index)));
}

// Also among the best tenth by the second measure, where a search ends.
std::string correlation(const GroundTruth& truth, const Measure& a, const Measure& b) {
  const std::vector<double> left = copied(truth.values(a));
  std::vector<double> right = copied(truth.values(b));
  const double all = spearman(left, right);
  const double bar = quantile(ascending(right), 0.9);
  for (double& value : right) {
    if (value < bar) value = std::nan("");
  }
  return fmt::format("  Spearman's rank correlation of {} and {}: {:.3f} ({:.2f} in the best tenth)\n",
                     format(truth.metric(a)), format(truth.metric(b)), all, spearman(left, right));
}

std::string seen_best(const GroundTruth& truth) {
  const auto seen = truth.values(kSeen);
  const double best = truth.best(kSeen).value;
  std::string text;
  for (std::size_t index = 0; index < seen.size(); ++index) {
    if (seen[index] != best) continue;
    text +=
        fmt::format("  the best {} ({:.3f} %) is {}, worth {:.2f} % valid, {:.2f} % test\n",
                    format(truth.metric(kSeen)), best, index, truth.values(kValid)[index], truth.values(kTest)[index]);
  }
  return text;
}

std::string distribution(const GroundTruth& truth) {
  const std::vector<double> values = ascending(copied(truth.values(kTest)));
  std::string text = fmt::format("  {} at the quantiles", format(truth.metric(kTest)));
  for (const double q : {0.01, 0.10, 0.25, 0.50, 0.75, 0.90, 0.99}) {
    text += fmt::format("{} {:.0f} %: {:.2f}", q > 0.01 ? "," : "", 100 * q, quantile(values, q));
  }
  const auto near = values.end() - std::lower_bound(values.begin(), values.end(), values.back() - 1.0);
  return text + fmt::format("\n  within 1.0 point of the best: {:.2f} % of all\n",
                            100.0 * static_cast<double>(near) / static_cast<double>(values.size()));
}

std::string dataset_facts(const GroundTruth& truth, const SearchSpace& space) {
  std::string text = truth.dataset() + "\n";
  for (const Measure& measure : {kSeen, kValid, kTest}) {
    if (truth.has(measure)) text += optimum(truth, space, measure);
  }
  if (!truth.has(kTest)) return text;
  if (truth.has(kValid)) text += correlation(truth, kValid, kTest);
  if (truth.has(kSeen)) text += correlation(truth, kSeen, kTest);
  if (truth.has(kSeen) && truth.has(kValid)) text += seen_best(truth);
  return text + distribution(truth);
}

}  // namespace

std::string table_facts(const std::shared_ptr<const Table>& table, const SearchSpace& space) {
  std::string text = space_facts(space);
  for (const std::string& dataset : table->datasets()) {
    const GroundTruth truth(table, dataset);
    const bool validates_another = !truth.has(kTest) && dataset.ends_with("-valid");  // told with the other
    if (!validates_another) text += "\n" + dataset_facts(truth, space);
  }
  return text;
}

}  // namespace cellar
