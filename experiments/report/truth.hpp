#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/table/ground_truth.hpp"
#include "experiments/report/trace_reader.hpp"

namespace cellar {

// A figure of the table that reports say of the architecture that a run stands for, in per cent.
class ReportMetric {
 public:
  enum class Kind { accuracy, regret };

  ReportMetric(std::string name, Kind kind, const GroundTruth& truth, const Measure& measure);

  const std::string& name() const { return name_; }  // "test@200/200", "test_regret"
  const std::string& full_name() const {
    return full_name_;
  }  // "cifar10.test@200/200", "regret of cifar10.test@200/200"
  bool is_regret() const { return kind_ == Kind::regret; }
  GroundTruth::Best best() const { return best_; }  // of the accuracy over the whole table

  // The accuracy, or how far it is below the table's best (never negative). NaN where the table lacks it.
  double at(std::uint32_t architecture) const;

 private:
  std::string name_;
  std::string full_name_;
  Kind kind_;
  ColumnView values_;
  GroundTruth::Best best_;
};

// What a table says of one data set in a report: test@200/200, valid@200/200, valid@12/12, then what else the runs
// observed and report (tables with other schedules), then test_regret and visible_regret; of these, what it has.
// visible_regret is always in what the searcher saw, whatever data set is reported.
struct ReportTruth {
  std::shared_ptr<const Table> table;
  std::string dataset;  // the one reported
  std::vector<ReportMetric> metrics;
  std::vector<std::string> absent;  // full names of what the table lacks

  const ReportMetric* find(const std::string& name) const;  // nullptr: absent
};

// `run` is of traces over this table. An Error if the table knows nothing of the data set.
ReportTruth make_report_truth(const std::shared_ptr<const Table>& table, const RunIdentity& run,
                              const std::string& report_dataset);

}  // namespace cellar
