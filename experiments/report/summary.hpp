#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/table/ground_truth.hpp"
#include "experiments/report/report.hpp"
#include "experiments/report/statistics.hpp"

namespace cellar {

// One figure over the runs of one searcher. Runs with nothing finished by then, and runs whose architecture the table
// has no value for, are not in the statistics.
struct MetricSummary {
  std::string metric;       // "test@200/200", "test_regret", "evaluations"
  std::string metric_name;  // "cifar10.test@200/200"
  std::string unit;         // "%", "s", "1"; empty: not known
  Statistics statistics;
  std::size_t missing = 0;  // runs left out since the table has no value
};

struct SearcherSummary {
  std::string searcher;  // the label
  std::string folder;    // where its runs are: equal for equal options
  std::size_t runs = 0;  // all of them
  RunIdentity identity;  // as the trace heads say, but for the seed
  std::vector<MetricSummary> metrics;

  const MetricSummary* find(const std::string& metric) const;  // nullptr: absent
};

// The searchers that were run on one data set, at one time, in the truth of one data set.
struct SummaryTable {
  std::string table;  // empty: there is none, and what was observed is all that is known
  std::string dataset;
  std::string report_dataset;
  std::optional<double> at_seconds;  // none: at the end of each run
  std::string best_name;             // of what counts in the end, in full; empty: the table has none
  GroundTruth::Best best{};          // of it over the table
  std::vector<SearcherSummary> searchers;
};

struct SummaryRequest {
  std::vector<double> at_seconds;            // empty: the end of each run
  std::vector<std::string> report_datasets;  // beside the data set that was searched on
  std::vector<std::string> columns = {};     // of the searchers' own (find_metrics)
};

// By data set, then time, then reported data set. Adds notes to the report for what a table lacks. An Error for a
// column that no searcher has.
std::vector<SummaryTable> summarise(Report& report, const SummaryRequest& request);

// The contract of `cellar summary --json`: an array of one object for each searcher, time, data set and metric.
std::string summary_json(const std::vector<SummaryTable>& tables);

// Tables for a reader, the best mean of what counts in the end first, published figures below those they compare with.
std::string summary_text(const std::vector<SummaryTable>& tables);

}  // namespace cellar
