#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/budget.hpp"
#include "core/objective.hpp"
#include "core/oracle.hpp"
#include "core/trace/head.hpp"

namespace cellar {

// Everything that decides what a run's trace holds, and what a reader must know of it. Written into the head of the
// trace, and read out of it, here alone.
struct RunIdentity {
  enum class Kind {
    search,    // asks an oracle
    training,  // trains by itself, and asks nothing
    imported   // made of another program's file
  };

  // Settings. `seed` tells runs of one experiment apart.
  Kind kind = Kind::search;
  std::string table;           // the name; empty: there is none
  std::string table_checksum;  // 16 hexadecimal digits
  std::string space;
  std::string space_code = {};  // the library that brings the space, and its checksum; empty: built in
  std::string dataset;
  std::string oracle = {};         // an oracle of one's own, with all of its options; empty: the table answers
  std::string oracle_code = {};    // as space_code; and its behaviour
  std::string restricted_to = {};  // the part of the space that is searched, "1000 of 15625 by …"; empty: all of it
  std::string searcher;            // the name
  std::string searcher_code = {};  // as space_code
  int behaviour = 1;               // raised with every change of what a built-in searcher does
  int loop = 1;                    // the same of the run loop
  std::string options = {};        // all of them, "population=10,sample=3"
  std::string from = {};           // the checkpoint that it resumed instead of beginning, and its checksum
  std::string warm_start = {};     // the priors that its options name
  Budget budget;
  int workers = 1;
  std::vector<Objective> objectives = {};  // the first is what incumbents are chosen by
  std::string price = {};                  // how an evaluation is charged, in words; empty: no time passes
  std::uint64_t seed = 0;

  // Information.
  std::string program = {};                // "cellar 0.1.0"
  std::string spelling = {};               // of the searcher, as the user wrote it
  std::string table_file = {};             // where the table was given by file
  std::vector<std::string> truth = {};     // full names of what is known of its finds in the end
  std::optional<Fidelity> full = {};       // the full fidelity of its objectives
  std::string note = {};                   // what else must be known of the first objective's figures
  std::optional<std::string> device = {};  // of the arithmetic, where it rounds: "cpu", "cuda"
  std::optional<int> threads = {};         // of the arithmetic, where they round
  std::string imported = {};               // the file that it was made of

  bool has_seconds() const { return !price.empty(); }
};

TraceHead head_of(const RunIdentity& run);

// The inverse; an Error names the key and what is needed. Keys that it does not know are ignored.
RunIdentity parse_identity(const TraceHead& head);

// What a searcher was shown, with what must be known of it: "cifar10-valid.valid@12/12 (mean of 2 training seeds)".
std::string describe(const RunIdentity& run, const Objective& objective);

// What runs on one data set must share to stand in one comparison; beside it the budget, of those that have one, and
// the objectives, of those that ask an oracle.
std::optional<SettingDifference> comparison_difference(const TraceHead& a, const TraceHead& b);

// Whether a setting says which code made a run, not what it was asked to do.
bool is_code(std::string_view key);

}  // namespace cellar
