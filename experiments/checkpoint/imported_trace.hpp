#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "experiments/checkpoint/opened_file.hpp"
#include "experiments/checkpoint/subcommands.hpp"

namespace cellar {

// What an import needs to know beside the file.
struct ImportRequest {
  std::string table_file;               // where the table was given by file
  std::string dataset;                  // empty: what the file says
  std::string searcher;                 // empty: what the file says
  std::optional<std::int64_t> seed;     // of a checkpoint; none: what the file says
  std::optional<double> epoch_seconds;  // what an epoch of a checkpoint, which records no time, is charged; none: the
                                        // mean of a training epoch over the table's cells
};

// A trace for a run folder.
struct ImportedTrace {
  std::filesystem::path place;  // DATASET/SEARCHER/seed-000777.csv
  std::string text;
};

// One row for each finished epoch, `worked`, which recommends the epoch's cell; columns skip_connects and
// valid_accuracy (by the shared weights).
ImportedTrace import_trace(const SearchCheckpoint& checkpoint, const Judge& judge, const ImportRequest& request);

// One trace for each run, whose number is its seed. The file says which cell was the best after each evaluation, not
// which one was evaluated, so its rows are `worked`, too. Data set and searcher may be told by the folders that the
// original's scripts save to, "cifar10-T20000/R-EA-SS3/results.pth".
std::vector<ImportedTrace> import_traces(const std::vector<MultiTrialRun>& runs, const std::filesystem::path& file,
                                         const Judge& judge, const ImportRequest& request);

}  // namespace cellar
