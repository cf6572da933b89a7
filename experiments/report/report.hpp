#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/table_registry.hpp"
#include "experiments/report/run_folder.hpp"
#include "experiments/report/truth.hpp"

namespace cellar {

// A run folder with the tables that its traces were made over: what every report starts from.
struct Report {
  std::vector<SearcherRuns> groups;  // each with its table
  std::vector<std::string> notes;    // what a reader must know, one line each
};

struct ReportSource {
  std::filesystem::path folder;
  std::string table;                       // a name or a file that replaces the traces' own; empty: theirs
  std::string tables;                      // --tables DIR; may be empty
  const TableRegistry* brought = nullptr;  // tables of plug-ins
  RunReading reading = {};
};

// An Error, beside those of reading: a table that is not there, or is not the one that the traces were made over
// (unless it was named by `source.table`: then a note), or lacks an architecture of theirs.
Report load_report(const ReportSource& source);

// Notes how many runs of the group are not in the statistics of a metric since what they chose has no value in the
// table; once for a figure, not again for its regret.
void note_missing(Report& report, const SearcherRuns& group, const ReportMetric& metric);

}  // namespace cellar
