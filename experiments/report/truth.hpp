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

// A figure of the table that reports say of the architecture that a run stands for.
class ReportMetric {
 public:
  enum class Kind { value, regret };

  // `full_name`: of the figure itself, also where its regret is meant.
  ReportMetric(std::string name, std::string full_name, Kind kind, const ColumnView& values, GroundTruth::Best best);

  const std::string& name() const { return name_; }            // "test@200/200", "test_regret"
  const std::string& full_name() const { return full_name_; }  // "cifar10.test@200/200", "regret of …"
  const std::string& unit() const { return values_.info().quantity.unit; }
  bool larger_is_better() const { return values_.info().quantity.better != Quantity::Better::smaller; }
  bool is_regret() const { return kind_ == Kind::regret; }
  GroundTruth::Best best() const { return best_; }  // of the figure over the whole table

  // The figure, or how far it is from the table's best (never negative). NaN where the table lacks it.
  double at(std::uint32_t architecture) const;

 private:
  std::string name_;
  std::string full_name_;
  Kind kind_;
  ColumnView values_;
  GroundTruth::Best best_;
};

// What a table says of one data set in a report: what counts in the end (as the heads say, else test@200/200 and
// valid@200/200; test accuracies first), valid@12/12, what else the runs observed, then how far they are from the best:
// "test_regret" of the first test accuracy (or "regret" of what counts where there is none), and "visible_regret",
// which is always of what the searcher saw, whatever data set is reported; of these, what the table has. Nothing where
// there is no table: then what was observed is all that is known.
struct ReportTruth {
  std::shared_ptr<const Table> table;  // may be null
  std::string dataset;                 // the one reported
  std::vector<ReportMetric> metrics;
  std::vector<std::string> absent;  // full names of what the table lacks

  const ReportMetric* find(const std::string& name) const;  // nullptr: absent
  // The regret of what counts in the end; nullptr: absent.
  const ReportMetric* final_regret() const;
};

// `run` is of traces over this table, which may be null. An Error if the table knows nothing of the data set.
ReportTruth make_report_truth(const std::shared_ptr<const Table>& table, const RunIdentity& run,
                              const std::string& report_dataset);

}  // namespace cellar
