#pragma once

#include <filesystem>
#include <vector>

#include "core/errors.hpp"
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
  // The searcher of the run; a plug-in's is guarded.
  std::unique_ptr<Searcher> create(const Problem& problem, const Resources& resources) const;
  // What a searcher did that it must not, in a line: "plug-in libx.so: searcher x on cifar10, seed 3, trial 7: …".
  std::string fault_line(const SearcherFault& fault) const;
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
