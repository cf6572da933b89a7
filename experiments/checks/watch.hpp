#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "core/registry.hpp"

namespace cellar {

// Looks at the calls into a searcher from a thread of its own. One that takes longer than the patience ends the process
// with status 1, after a line that says which call it was and that `name` breaks a promise. Slow promises are shown by
// points.
class Watch {
 public:
  Watch(std::string name, std::chrono::duration<double> patience);
  ~Watch();
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  // While it lives, a call is under way.
  class Call {
   public:
    Call(Watch& watch, const char* what);
    ~Call();
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;

   private:
    Watch& watch_;
  };

 private:
  using Clock = std::chrono::steady_clock;

  void look();

  const std::string name_;
  const std::chrono::duration<double> patience_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool ending_ = false;
  const char* call_ = nullptr;  // none is under way
  Clock::time_point since_, shown_;
  std::thread thread_;
};

// The searcher with all its calls watched, and what it throws named (GuardedSearcher). The watch must outlive it.
ConfiguredSearcher watched(ConfiguredSearcher searcher, Watch& watch);

}  // namespace cellar
