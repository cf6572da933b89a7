#pragma once

#include <optional>

#include "core/searcher.hpp"
#include "searchers/multi_fidelity/brackets.hpp"

namespace cellar {

// What Hyperband, successive halving and BOHB have in common: brackets decide how long what is trained; where a bracket
// needs a new architecture, choose() gives one.
class BracketSearch : public Searcher {
 public:
  Request next() final {
    const BracketRunner::Start start = brackets_.next();
    return brackets_.begin(start, start.job.arch ? *start.job.arch : choose());
  }

  void tell(const Trial& trial) final {
    brackets_.tell(trial);
    learn(trial);
  }

 protected:
  explicit BracketSearch(BracketRunner brackets) : brackets_(std::move(brackets)) {}

 private:
  virtual Architecture choose() = 0;
  virtual void learn(const Trial& /*trial*/) {}

  BracketRunner brackets_;
};

}  // namespace cellar
