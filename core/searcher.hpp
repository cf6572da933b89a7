#pragma once

#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/budget.hpp"
#include "core/errors.hpp"
#include "core/objective.hpp"
#include "core/oracle.hpp"
#include "core/prior.hpp"
#include "core/space.hpp"

namespace cellar {

// What a searcher is told before it starts. There is no oracle in it: a searcher learns of accuracies by tell() alone.
struct Problem {
  const SearchSpace& space;
  std::string dataset;
  std::vector<Objective> objectives;  // not empty; a searcher of one objective looks at the first alone
  std::vector<Fidelity> fidelities;   // what may be asked, ascending, not empty
  Budget budget;
  int workers = 1;
  std::vector<std::shared_ptr<const Prior>> priors = {};  // what a searcher may begin with; names differ
  bool ends_when_exhausted = false;  // once all of the space were evaluated in full, whatever is left of the budget

  Fidelity full() const { return fidelities.back(); }
};

// Says how far a long step of a searcher is (weight sharing: batches of an epoch).
class ProgressSink {
 public:
  virtual ~ProgressSink() = default;
  virtual void progress(std::string_view what, double fraction) = 0;
};

// The column of a trace that may differ between equal runs: how long a step took for real [s].
inline constexpr std::string_view kRealSeconds = "real_seconds";

// What may change the speed of a searcher and not what it searches for. Device and threads of the arithmetic decide how
// sums are rounded, and so the last digits of its results; nothing else here changes any.
struct Resources {
  std::string device = "cpu";
  int threads = 1;       // of the arithmetic
  int data_threads = 1;  // that prepare data ahead
  std::filesystem::path data;
  bool verify_data = false;    // the md5 of its files is compared with what is published
  bool graphs = true;          // a device records steps and plays them again, where it can
  bool deterministic = false;  // a device adds up in the same order every time, where it can
  std::stop_token stop;
  ProgressSink* progress = nullptr;
};

// What rounds the results of a searcher's own arithmetic: with others, the last digits are others.
struct Arithmetic {
  std::string device;  // "cpu", "cuda", "mps"
  int threads = 1;
};

// The requests of a searcher.
struct Evaluate {
  Architecture arch;
  Fidelity fidelity;
  int tag = 0;                        // the searcher's own mark (bracket, generation); recorded, not interpreted
  std::optional<int> continues = {};  // the trial whose training goes on: same architecture and schedule, fewer epochs
  bool repaired = false;              // what it meant to ask was not valid, and this is what the space made of it
};
struct Worked {
  double seconds = 0;  // "I trained for this long myself"; needs one worker
};
struct Wait {};      // nothing until a pending trial is told; with nothing pending a ContractError
struct Finished {};  // nothing more, whatever is left of the budget
using Request = std::variant<Evaluate, Worked, Wait, Finished>;

// What a searcher is told. Every value is oriented: larger is better, since those of objectives that are to be small
// come with the other sign.
struct Trial {
  int number = 0;  // in the order of next(), from 0
  Evaluate asked;
  std::optional<double> valid_accuracy;  // the first objective's value; none: failed, or missing
  double cost_seconds = 0;
  double end_seconds = 0;
  Values values = {};  // of all objectives
};

class StatefulSearcher;

// Decides what to ask next. Deterministic in (problem, options, seed, trials told): the same trials told in the same
// order make the same requests, which is what lets a trace be continued.
class Searcher {
 public:
  virtual ~Searcher() = default;

  virtual Request next() = 0;
  // Told in order of end time, with several workers not in order of number.
  virtual void tell(const Trial& trial) = 0;

  // The architecture it would hand over now; none: the incumbent.
  virtual std::optional<Architecture> recommend() const { return std::nullopt; }

  // Further columns of the trace, and their values after the last request or tell.
  virtual std::vector<std::string> columns() const { return {}; }
  virtual void fill(std::span<double> /*values*/) const {}

  // Itself, if it has a state that a replay cannot rebuild.
  virtual StatefulSearcher* stateful() { return nullptr; }
};

// One whose state a replay cannot rebuild in reasonable time, as the weights of a supernet. It is saved after each row,
// and loaded to resume a run; what had begun after the last row is done again.
class StatefulSearcher : public Searcher {
 public:
  StatefulSearcher* stateful() override { return this; }

  virtual void save(const std::filesystem::path& folder) const = 0;
  virtual void load(const std::filesystem::path& folder) = 0;

  // Resumes from a file that another search, or the original's, left behind, instead of beginning.
  virtual void resume_from(const std::filesystem::path& /*checkpoint*/) {
    throw ContractError("a searcher cannot resume from a checkpoint");
  }
  // Whether it could, and in which settings it would differ from the search that left the file, in a line: "rate=0.025
  // instead of 0.05"; empty: in none. Reads the file's settings alone. An Error where it could not.
  virtual std::string compare_with(const std::filesystem::path& /*checkpoint*/) const {
    throw ContractError("a searcher cannot resume from a checkpoint");
  }

  // None: what it computes is the same everywhere.
  virtual std::optional<Arithmetic> arithmetic() const { return std::nullopt; }
};

}  // namespace cellar
