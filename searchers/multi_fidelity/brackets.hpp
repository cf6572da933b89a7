#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string_view>
#include <vector>

#include "core/options.hpp"
#include "core/searcher.hpp"

namespace cellar {

// One stage of successive halving: how many architectures are trained, and for how long.
struct Stage {
  int size;
  Fidelity fidelity;
  friend bool operator==(const Stage&, const Stage&) = default;
};

// The options that all searchers with brackets share.
struct BracketOptions {
  int min_budget = 1;
  int max_budget = 12;
  double eta = 3;
  bool goes_on = false;
  void describe(OptionList& list);
};

// Hyperband's brackets, round and round (Li et al. 2018), with the sizes of HpBandSter (optimizers/bohb.py): budgets
// max eta^-k, k = K-1 … 0, rounded down to whole epochs, K = floor(log_eta(max / min)) + 1; bracket number i begins
// with s = K - 1 - i mod K, so with floor(K / (s + 1)) eta^s architectures on the last s + 1 budgets, and each stage
// keeps one of eta. The paper has ceil(K eta^s / (s + 1)) instead. From 1 to 12 epochs, eta 3: 9-3-1, 3-1, 3 at 1,
// 4, 12.
class BracketSchedule {
 public:
  // An Error for options that fit neither each other nor what the problem offers; `searcher` is named in it.
  BracketSchedule(std::string_view searcher, const Problem& problem, const BracketOptions& options);

  int kinds() const { return static_cast<int>(fidelities_.size()); }
  std::vector<Stage> bracket(int number) const;
  const std::vector<Fidelity>& fidelities() const { return fidelities_; }  // ascending

 private:
  double eta_;
  std::vector<Fidelity> fidelities_;
};

// One bracket under way: successive halving as HpBandSter does it (core/base_iteration.py, SuccessiveHalving). A stage
// ends when all its trials are told; those of rank < size of the next stage, by loss, go on. Failed trials have an
// infinite loss; of equal losses the earlier begun goes first.
class Bracket {
 public:
  explicit Bracket(std::vector<Stage> stages) : stages_(std::move(stages)) {}

  struct Job {
    std::size_t member;
    Fidelity fidelity;
    std::optional<Architecture> arch;  // none: a new one is needed, see begin()
    std::optional<int> earlier;        // the trial that it is promoted by
  };
  // What can be started now; none while the stage waits for its trials, or when all is done.
  std::optional<Job> next();
  void begin(const Job& job, const Architecture& arch, int trial);
  void end(std::size_t member, double loss);
  bool done() const { return stage_ == stages_.size(); }

 private:
  struct Member {
    Architecture arch;
    int trial = 0;
    double loss = 0;  // loss_of the latest stage
  };

  void promote();

  std::vector<Stage> stages_;
  std::size_t stage_ = 0;
  int running_ = 0;
  std::vector<Member> members_;
  std::vector<std::size_t> in_stage_;  // members of the present stage
  std::deque<std::size_t> promoted_;   // those of them that are not started yet
};

// The brackets of a searcher and which trial belongs to whom. A new bracket opens when no earlier one can start a
// trial.
class BracketRunner {
 public:
  // fixed: only brackets of this number, over and over; none: all in turn.
  BracketRunner(BracketSchedule schedule, bool goes_on, std::optional<int> fixed = {});

  // What to start next; always something.
  struct Start {
    std::size_t bracket;  // among those under way
    Bracket::Job job;
    int number;  // of the bracket
  };
  Start next();
  // The request for it; `arch` is what was promoted or what the searcher chose.
  Evaluate begin(const Start& start, const Architecture& arch);
  void tell(const Trial& trial);

 private:
  struct UnderWay {
    int number;
    Bracket bracket;
  };
  struct Owner {
    int number;  // of the bracket
    std::size_t member;
  };

  BracketSchedule schedule_;
  bool goes_on_;
  std::optional<int> fixed_;
  int opened_ = 0;
  std::deque<UnderWay> under_way_;
  std::vector<Owner> owners_;  // by trial
};

}  // namespace cellar
