#include "experiments/campaign/interrupt.hpp"

#include <atomic>

namespace cellar {

namespace {

// A signal handler can reach nothing but a global; any thread may run it.
std::atomic<int> signalled = 0;
static_assert(std::atomic<int>::is_always_lock_free);

extern "C" void note_signal(int /*signal*/) { signalled = 1; }

}  // namespace

InterruptGuard::InterruptGuard() {
  signalled = 0;
  struct sigaction action {};
  action.sa_handler = note_signal;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, &before_interrupt_);
  sigaction(SIGTERM, &action, &before_terminate_);
}

InterruptGuard::~InterruptGuard() {
  sigaction(SIGINT, &before_interrupt_, nullptr);
  sigaction(SIGTERM, &before_terminate_, nullptr);
}

bool InterruptGuard::interrupted() const { return signalled != 0; }

}  // namespace cellar
