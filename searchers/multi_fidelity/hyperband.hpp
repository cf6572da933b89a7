#pragma once

#include "core/options.hpp"
#include "searchers/multi_fidelity/bracket_search.hpp"

namespace cellar {

// Hyperband: successive halving in brackets that trade the number of architectures for the length of training; what
// begins is uniform over the space.
// Source: Li, Jamieson, DeSalvo, Rostamizadeh and Talwalkar 2018, "Hyperband", algorithm 1.
// Departures: the sizes of brackets are HpBandSter's (searchers/multi_fidelity/brackets.hpp), so that it compares with
// `bohb`; the budget of the run decides the end, not one round of brackets.
class Hyperband final : public BracketSearch {
 public:
  using Options = BracketOptions;

  Hyperband(const Problem& problem, const Options& options, Rng rng)
      : BracketSearch(problem, {BracketSchedule("hyperband", problem, options), options.goes_on}, rng) {}
};

}  // namespace cellar
