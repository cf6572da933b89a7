#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "experiments/program/program.hpp"

namespace cellar {

// Each prints what it found and returns the exit status: 0 as it should be, 1 not.

// Every checksum of a .table file, and its architectures against the space, where that is known; damage is an Error.
int check_table(const std::string& file, const Program& program);

// The policy gradient against recorded steps of the original: FILE is JSON as data/reinforce_steps.json of the
// reference describes, one or several sequences of forced actions. The rewards of steps it does not list come from
// `table`, the cell of index k-1 for step k. Prints the largest deviation of each quantity; fails beyond 1e-5.
int check_reinforce_steps(const std::string& file, const Table& table);

// The conformance kit on one searcher: on spaces without a table, one of which it must take, also on `own` if that is
// given, or on the one of them that `only` names ("nb201", "nats-size", "generic", "graphs", "unordered"); and against
// random search on the built-in table.
bool keeps_promises(const ConfiguredSearcher& searcher, const std::shared_ptr<const SearchSpace>& own = nullptr,
                    std::string_view only = "");
bool beats_chance(const ConfiguredSearcher& searcher, const ConfiguredSearcher& random,
                  const std::shared_ptr<const Table>& table, int seeds);

struct SearcherCheck {
  std::string spelling;  // as for `cellar run`; options that it leaves out are small (SearcherEntry::small_options)
  std::string tables;    // --tables
  std::chrono::duration<double> patience{10};          // for each call into the searcher [s]
  int seeds = 50;                                      // of the comparison with random search
  std::shared_ptr<const SearchSpace> space = nullptr;  // tried as well
};

// Both. A searcher that trains by itself is not held against random search.
int check_searcher(const Program& program, const SearcherCheck& check);

// Compares the densities of BOHB, in HpBandSter's way, with recorded ones: sizes, levels, bandwidths, densities and
// acquisition values, to 1e-9 relative. 1 where a set deviates by more.
int check_bohb_kde(const std::string& file);

// Replays the queries that an original client answered on the official file `table` was imported from (nas_201_api,
// nats_bench; FILE is JSON, plain or gzip'd, as data/formats/expected of the reference). Counts by kind of query, and
// the first differences; 1 where there are any. archive: a folder of files with weights, one of them, or empty, and
// then queries for weights are left out.
int check_client(const std::string& file, const std::shared_ptr<const Table>& table, const std::string& archive);

}  // namespace cellar
