#pragma once

#include <filesystem>
#include <vector>

#include "core/trace/identity.hpp"
#include "experiments/campaign/campaign.hpp"

namespace cellar {

// One run of a campaign.
struct Job {
  const Task* task;
  const ConfiguredSearcher* searcher;
  std::uint64_t seed;
  std::filesystem::path file;

  Budget budget() const;
  std::vector<Objective> objectives() const;
  Problem problem(const Campaign& campaign) const;
  RunIdentity identity(const Campaign& campaign) const;
};

struct MissingJobs {
  std::vector<Job> jobs;                        // by data set, searcher and seed
  int complete = 0;                             // runs that are there, and left out
  std::vector<std::filesystem::path> outdated;  // traces of other code, that are to be made anew
};

// What the folder holds already is checked first: an Error names the setting in which it differs, whichever of its
// traces that is.
MissingJobs missing_jobs(const Campaign& campaign);

}  // namespace cellar
