#pragma once

#include <filesystem>
#include <vector>

#include "core/trace_header.hpp"
#include "experiments/campaign/campaign.hpp"

namespace cellar {

// One run of a campaign.
struct Job {
  const Task* task;
  const ConfiguredSearcher* searcher;
  std::uint64_t seed;
  std::filesystem::path file;

  Budget budget() const;
  TraceHeader header(const Campaign& campaign) const;
};

// All runs, by data set, searcher and seed. What the folder holds already is checked first: an Error names the setting
// in which it differs, whichever of its traces that is. Complete traces are left out and counted.
std::vector<Job> missing_jobs(const Campaign& campaign, int& complete);

}  // namespace cellar
