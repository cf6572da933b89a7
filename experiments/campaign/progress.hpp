#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include "core/searcher.hpp"

namespace cellar {

// Counted by the threads at work, read by the one that shows it.
class Progress final : public ProgressSink {
 public:
  std::atomic<std::int64_t> runs_done{0};
  std::atomic<std::int64_t> evaluations{0};

  // Of a searcher in a long step; the last one that says something is heard.
  void progress(std::string_view what, double fraction) override;
  std::string step() const;

 private:
  mutable std::mutex mutex_;
  std::string step_;
};

// A line on the terminal that is drawn over and over: runs (or what `unit` says) done, evaluations a second, time left.
// Nothing where standard error is no terminal.
class ProgressLine {
 public:
  explicit ProgressLine(std::int64_t runs, std::string unit = "runs");
  ~ProgressLine();  // wipes the line
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void show(const Progress& progress);

 private:
  using Clock = std::chrono::steady_clock;

  const std::int64_t runs_;
  const std::string unit_;
  const bool terminal_;
  const Clock::time_point begin_ = Clock::now();
};

}  // namespace cellar
