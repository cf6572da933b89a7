#pragma once

#include "core/searcher.hpp"

// What the run loop keeps of trials.
namespace cellar::loop {

// What a run remembers of a trial, for those that continue it.
struct Started {
  Architecture arch;
  Fidelity fidelity;
  int root;  // the trial whose draw it has
  bool told = false;
};

// What a worker is busy with.
struct Task {
  Trial trial;
  double start_seconds = 0;
  bool answered = true;
};

// The end of a pending trial, in a heap whose top is the next to be told.
struct Ending {
  double seconds;
  int trial;
  int worker;

  friend bool operator<(const Ending& a, const Ending& b) {
    if (a.seconds != b.seconds) return a.seconds > b.seconds;
    return a.trial > b.trial;
  }
};

}  // namespace cellar::loop
