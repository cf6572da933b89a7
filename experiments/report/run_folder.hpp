#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/table/table.hpp"
#include "experiments/report/trace_reader.hpp"

namespace cellar {

// The runs of one searcher on one data set: DIR/DATASET/SEARCHER/seed-000000.csv.
struct SearcherRuns {
  std::string dataset;
  std::string searcher;                // the spelling, or those under which its runs were made, with " = " between
  std::string folder;                  // the same, as the folder's name has it
  TraceHead head;                      // they agree in its settings, but for the seed
  RunIdentity identity;                // what it says
  std::vector<RunTrace> runs;          // in order of file name
  std::shared_ptr<const Table> table;  // set by load_report
};

struct RunFolder {
  std::vector<SearcherRuns> groups;  // by data set (whatever the case), then by searcher
  std::size_t unbegun = 0;           // traces whose head is not complete; they are in no group
  std::size_t unended = 0;           // traces without their '# end:' line, among the runs
};

struct RunReading {
  IncumbentCounts incumbents = IncumbentCounts::most_epochs;
  bool mixed = false;  // runs of one searcher may have been made by other code
};

// Reads all traces below `folder` with as many threads as there are cores. An Error for a folder that is not there or
// holds none, a damaged trace, and traces of one searcher that were made with different settings.
RunFolder read_run_folder(const std::filesystem::path& folder, const RunReading& reading = {});

}  // namespace cellar
