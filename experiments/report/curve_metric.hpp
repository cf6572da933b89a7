#pragma once

#include <optional>
#include <string>
#include <vector>

#include "experiments/report/run_folder.hpp"
#include "experiments/report/truth.hpp"

namespace cellar {

// What a curve shows of a run: a figure of the table for what the run stands for, or a column of the searcher's own.
class CurveMetric {
 public:
  enum class Kind {
    figure,  // of the table, of which more is better
    regret,
    own  // whatever else: it may go either way
  };

  explicit CurveMetric(const ReportMetric& figure);
  // A column; its unit, empty where nobody says it.
  CurveMetric(std::string column, std::string unit);

  const std::string& name() const { return name_; }
  std::string label() const;  // for an axis: in full, with the unit where it is known
  const std::string& unit() const { return unit_; }
  Kind kind() const;
  const ReportMetric* figure() const { return figure_ ? &*figure_ : nullptr; }  // nullptr: a column

  // After a row of the run. NaN: no value.
  double after(const RunTrace& run, std::size_t row) const;

 private:
  std::string name_;
  std::string unit_;
  std::optional<ReportMetric> figure_;
};

// The figures of the truth and the columns of the runs that a name means: "test@200/200", "test_regret" or "regret",
// "skip_connects", or "alpha_1_0_*" for all columns that begin so. Empty: there is none.
std::vector<CurveMetric> find_metrics(const SearcherRuns& group, const ReportTruth& truth, const std::string& name);

// Adds what can be named to what is there, each once; columns that differ in their ends only are one, "alpha_*".
void add_metric_names(const SearcherRuns& group, const ReportTruth& truth, std::vector<std::string>& names);

// An Error for a name that means nothing for any of the searchers.
void check_known(const std::vector<SearcherRuns>& groups, const std::vector<std::string>& names);

}  // namespace cellar
