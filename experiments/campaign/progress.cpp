#include "experiments/campaign/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <string>
#include <utility>

namespace cellar {

namespace {

std::string rate(double per_second) {
  if (per_second >= 1e6) return fmt::format("{:.1f} million evaluations/s", per_second / 1e6);
  if (per_second >= 1e3) return fmt::format("{:.0f} thousand evaluations/s", per_second / 1e3);
  return fmt::format("{:.1f} evaluations/s", per_second);
}

std::string duration(double seconds) {
  const auto whole = std::llround(seconds);
  if (whole >= 3600) return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
  return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

}  // namespace

void Progress::progress(std::string_view what, double fraction) {
  const std::lock_guard lock(mutex_);
  step_ = fmt::format("{} {:.0f} %", what, 100 * fraction);
}

std::string Progress::step() const {
  const std::lock_guard lock(mutex_);
  return step_;
}

ProgressLine::ProgressLine(std::int64_t runs, std::string unit)
    : runs_(runs), unit_(std::move(unit)), terminal_(isatty(STDERR_FILENO) == 1) {}

ProgressLine::~ProgressLine() {
  if (terminal_) fmt::print(stderr, "\r\x1b[K");
}

void ProgressLine::show(const Progress& progress) {
  if (!terminal_) return;
  const double seconds = std::chrono::duration<double>(Clock::now() - begin_).count();
  const std::int64_t done = progress.runs_done;
  const std::string left =
      done == 0 ? ""
                : ", " + duration(seconds / static_cast<double>(done) * static_cast<double>(runs_ - done)) + " left";
  const std::string step = progress.step();
  const std::string speed = step.empty() ? rate(static_cast<double>(progress.evaluations) / seconds) : step;
  fmt::print(stderr, "\r{}/{} {}, {}{}\x1b[K", done, runs_, unit_, speed, left);
  std::fflush(stderr);
}

}  // namespace cellar
