#include "experiments/program/import_progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace cellar {

ImportProgress::ImportProgress() : terminal_(isatty(STDERR_FILENO) == 1) {}

void ImportProgress::show(double share) {
  const auto now = Clock::now();
  if (!terminal_ || now - shown_ < std::chrono::milliseconds(200)) return;
  shown_ = now;
  const double seconds = std::chrono::duration<double>(now - begin_).count();
  fmt::print(stderr, "\r{:.0f} % after {:.0f} s\x1b[K", 100 * share, seconds);
  std::fflush(stderr);
}

void ImportProgress::clear() {
  if (terminal_) fmt::print(stderr, "\r\x1b[K");
}

}  // namespace cellar
