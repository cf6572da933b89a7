#pragma once

#include <csignal>

namespace cellar {

// While it lives, the first Ctrl-C (or SIGTERM) is noted instead of killing the process; a second one kills it.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

  bool interrupted() const;

 private:
  struct sigaction before_interrupt_ {};
  struct sigaction before_terminate_ {};
};

}  // namespace cellar
