#pragma once

#include <chrono>

namespace cellar {

// The progress of an import as a line on the terminal; nothing where standard error is none.
class ImportProgress {
 public:
  ImportProgress();
  ~ImportProgress() { clear(); }
  ImportProgress(const ImportProgress&) = delete;
  ImportProgress& operator=(const ImportProgress&) = delete;

  void show(double share);
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point begin_ = Clock::now();
  Clock::time_point shown_ = begin_;
  bool terminal_;
};

}  // namespace cellar
