#include "experiments/networks/metrics_row.hpp"

#include <fmt/format.h>

#include "core/numbers.hpp"
#include "core/table/metric.hpp"

namespace cellar {

namespace {

// Names and values side by side.
class Row {
 public:
  void text(const std::string& name, const std::string& value) {
    names_ += (names_.empty() ? "" : ",") + name;
    values_ += (values_.empty() ? "" : ",") + value;
  }
  void number(const std::string& name, double value) {
    std::string spelled;
    append_number(spelled, value);
    text(name, spelled);
  }
  std::string lines() const { return names_ + "\n" + values_ + "\n"; }

 private:
  std::string names_, values_;
};

}  // namespace

std::string metrics_csv(const MetricsRow& row, const std::vector<network::EpochResult>& results) {
  Row csv;
  csv.text("index", std::to_string(row.index));
  csv.text("arch", row.cell);
  const auto quality = [](const network::EpochResult& result, std::size_t part) -> const network::Quality& {
    return part == 0 ? result.train : result.evaluated[part - 1];
  };
  for (std::size_t part = 0; part < row.parts.size(); ++part) {
    for (std::size_t i = 0; i < results.size(); ++i) {
      const Fidelity at{static_cast<int>(i) + 1, row.schedule};
      csv.number(format(Metric{row.dataset, {row.parts[part], at}, {}}), quality(results[i], part).top1);
    }
  }
  for (std::size_t part = 0; part < row.parts.size(); ++part) {
    for (std::size_t i = 0; i < results.size(); ++i) {
      csv.number(fmt::format("{}.{}_loss:{}/{}", row.dataset, row.parts[part], i + 1, row.schedule),
                 quality(results[i], part).loss);
    }
  }
  for (std::size_t i = 0; i < results.size(); ++i) {
    csv.number(fmt::format("{}.learning_rate:{}/{}", row.dataset, i + 1, row.schedule), results[i].learning_rate);
  }
  csv.text(row.dataset + ".params", std::to_string(row.params));
  csv.number(row.dataset + ".mflops", row.mflops);
  csv.number(row.dataset + ".epoch_seconds", row.epoch_seconds);
  return fmt::format("# {}\n{}", row.head, csv.lines());
}

}  // namespace cellar
