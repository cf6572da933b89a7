#include "experiments/networks/benchmark_record.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "experiments/program/program.hpp"

namespace cellar {

std::optional<double> benchmark_record(const Metric& metric, std::size_t cell) {
  constexpr const char* kTable = "nb201";
  const auto names = table_names();
  if (std::find(names.begin(), names.end(), kTable) == names.end()) return std::nullopt;
  const auto table = find_table(kTable);
  const auto column = table->find(metric);
  if (!column || cell >= column->size() || std::isnan((*column)[cell])) return std::nullopt;
  return (*column)[cell];
}

std::string judged_accuracy(const TrainingPlan& plan, const std::string& part, std::size_t cell, double accuracy) {
  const Metric metric{plan.dataset, {part, {plan.options.epochs, plan.options.epochs}}, {}};
  const auto recorded = plan.is_the_benchmarks() ? benchmark_record(metric, cell) : std::nullopt;
  return fmt::format("{} = {:.2f} %{}", format(metric), accuracy,
                     recorded ? fmt::format(" (nb201: {:.2f} %)", *recorded) : "");
}

}  // namespace cellar
