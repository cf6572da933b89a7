#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "core/formats/torch/saved_file.hpp"

namespace cellar {

// One run of random search, evolution, REINFORCE or BOHB, evaluation by evaluation.
struct MultiTrialRun {
  std::int64_t number = 0;
  std::vector<std::int64_t> incumbents;  // index of the best architecture after each evaluation
  std::vector<double> end_seconds;       // when it ended, on the simulated clock; never before the one above
};

// results.pth of NATS-Bench's multi-trial scripts (AutoDL-Projects, exps/NATS-algos/regularized_ea.py, end of the
// file): a dict from the number of a run to {"all_archs": incumbents, "all_total_times": end_seconds}.
std::vector<MultiTrialRun> read_multi_trial_results(const SavedFile& file);

// The file that the original's plotting script (exps/NATS-Bench/draw-fig6.py) reads.
void write_multi_trial_results(const std::vector<MultiTrialRun>& runs, const std::filesystem::path& file);

// results.pth of NAS-Bench-201's scripts (exps/NAS-Bench-201-algos/R_EA.py): the index of the cell that each run ended
// with, and nothing of time.
std::vector<std::int64_t> read_final_cells(const SavedFile& file);

}  // namespace cellar
