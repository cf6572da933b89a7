#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/oracle.hpp"
#include "core/registry.hpp"
#include "core/space.hpp"

namespace cellar {

// What a campaign runs on one data set.
struct Task {
  std::string dataset;
  std::shared_ptr<const Oracle> oracle;
  std::string price;            // in words; empty: none
  std::string note;             // what must be known of the figures that are observed
  Budget budget;                // for searchers that do not end by themselves, if `default_budget`
  bool default_budget = false;  // the data set's, not the user's
  // What searchers that ask see of the space: what the table has figures of; and its setting. Null and empty: all of
  // it.
  std::shared_ptr<const SearchSpace> restricted;
  std::string restricted_to;
  std::vector<std::string> truth;  // full names of the metrics that summaries will show
};

// Many runs: every searcher on every data set with every seed.
struct Campaign {
  std::string table, table_checksum;  // empty: there is none
  std::string table_file;             // where the table was given by file; else empty
  std::shared_ptr<const SearchSpace> space;
  std::string space_code;           // of the plug-in that brings it, as core/registry.hpp has it
  std::string oracle, oracle_code;  // of one's own, with all options; empty: the table answers
  std::vector<Task> tasks;
  std::vector<ConfiguredSearcher> searchers;
  std::uint64_t first_seed = 0;
  int seeds = 1;
  int workers = 1;
  std::vector<std::shared_ptr<const Prior>> priors;  // those that options of the searchers name
  std::filesystem::path folder;
  // Of searchers that train networks: where, the runs at a time in turn; threads of each run's arithmetic (0: the
  // cores, shared by the runs at a time); the folder of images, whose md5 is compared. None of them is a setting of a
  // run.
  std::vector<std::string> devices = {"auto"};
  int arithmetic_threads = 0;
  std::filesystem::path data;
  bool verify_data = false;
  bool graphs = true, deterministic = false;  // core/searcher.hpp: Resources
  // A checkpoint that these searchers go on from instead of beginning, and its name and checksum, as the traces say; or
  // neither.
  std::filesystem::path from;
  std::string from_label;
  // Searchers, by name or spelling, whose runs by other code are moved into DIR/earlier and made anew.
  std::vector<std::string> redo;
};

struct CampaignResult {
  int fresh = 0;      // runs made from the beginning
  int continued = 0;  // runs that had been interrupted
  int complete = 0;   // runs that were there already
  std::int64_t evaluations = 0;
  int redone = 0;            // runs of earlier code that were moved aside
  bool interrupted = false;  // Ctrl-C; the same command resumes
  // What searchers did that they must not, a line for each of them: its other runs were left out. `of_plugins`: all of
  // them are other people's.
  std::vector<std::string> faults;
  bool of_plugins = true;
};

// Does what is missing of a campaign, on `threads` threads. The traces do not depend on the number of threads, nor on
// where an earlier attempt was stopped. An existing folder made with other settings is refused before anything is
// written; notices (another program version) go to standard error.
CampaignResult run_campaign(const Campaign& campaign, int threads);

}  // namespace cellar
