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
#include "core/oracle.hpp"
#include "core/prior.hpp"
#include "core/space.hpp"

namespace cellar {

// What a searcher is told before it starts. There is no oracle in it: a searcher learns of accuracies by tell() alone.
struct Problem {
  const SearchSpace& space;
  std::string dataset;
  std::vector<Fidelity> fidelities;  // what may be asked, ascending, not empty
  Budget budget;
  int workers = 1;
  std::vector<std::shared_ptr<const Prior>> priors = {};  // what a searcher may begin with; names differ

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
  int tag = 0;                   // the searcher's own mark (bracket, generation); recorded, not interpreted
  std::optional<int> continues;  // the trial whose training goes on: same architecture and schedule, fewer epochs
};
struct Worked {
  double seconds = 0;  // "I trained for this long myself"; needs one worker
};
struct Wait {};      // nothing until a pending trial is told; with nothing pending a ContractError
struct Finished {};  // nothing more, whatever is left of the budget
using Request = std::variant<Evaluate, Worked, Wait, Finished>;

struct Trial {
  int number = 0;  // in the order of next(), from 0
  Evaluate asked;
  std::optional<double> valid_accuracy;  // [%]; none: failed
  double cost_seconds = 0;
  double end_seconds = 0;

  // For searchers that minimise: 100 - accuracy [%], infinite for a failed trial.
  double loss() const { return valid_accuracy ? 100 - *valid_accuracy : std::numeric_limits<double>::infinity(); }
};

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

  // None: what it computes is the same everywhere.
  virtual std::optional<Arithmetic> arithmetic() const { return std::nullopt; }

  // Only what a replay cannot rebuild: the weights of a supernet.
  virtual void save(const std::filesystem::path& /*folder*/) const {}
  virtual void load(const std::filesystem::path& /*folder*/) {}
  // Instead of beginning, goes on from a file that another search, or the original's, left behind. Only asked of
  // searchers whose registry entry says Continuation::state. Returns the settings that are other ones now, in a line:
  // "rate=0.025 instead of 0.05"; empty: there are none.
  virtual std::string take_up(const std::filesystem::path& /*checkpoint*/) {
    throw ContractError("a searcher cannot go on from a checkpoint");
  }
};

}  // namespace cellar
