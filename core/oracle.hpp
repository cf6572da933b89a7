#pragma once

#include <compare>
#include <cstdint>
#include <vector>

#include "core/architecture.hpp"
#include "core/objective.hpp"

namespace cellar {

// How far an architecture is trained: {4, 12} is epoch 4 of the 12-epoch schedule; {4, 200} is another measurement,
// since the learning rate of epoch 4 differs.
struct Fidelity {
  int epochs = 0;
  int schedule = 0;
  friend auto operator<=>(const Fidelity&, const Fidelity&) = default;
};

struct Measurement {
  Values
      values;  // one for each of the oracle's objectives; none: the training failed, its cost is charged all the same
  double cost_seconds = 0;
};

// Answers "train this for so many epochs" with a value for each objective and a price. It has no clock and no state;
// one oracle serves all runs and threads.
class Oracle {
 public:
  virtual ~Oracle() = default;

  // What it answers with; by default one accuracy in per cent.
  virtual std::vector<Objective> objectives() const { return {Objective{}}; }

  // What can be asked, ascending; the last one is the full fidelity. All of one schedule.
  virtual const std::vector<Fidelity>& fidelities() const = 0;

  // Trains up to `fidelity`, which must be one of fidelities(), and charges the epochs after `from_epochs` (0: from
  // scratch). `draw` picks among repeated measurements (training seeds) where there are several: equal draws, equal
  // answers.
  virtual Measurement measure(const Architecture& arch, Fidelity fidelity, int from_epochs,
                              std::uint64_t draw) const = 0;
};

}  // namespace cellar
