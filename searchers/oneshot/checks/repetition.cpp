#include "searchers/oneshot/checks/repetition.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include "core/random.hpp"

namespace cellar::oneshot {

namespace {

constexpr int kEnd = std::numeric_limits<int>::max();
constexpr int kMostSteps = 1000;  // that can be changed

// The number after "step" or "steps/" at the beginning.
int step_of(const std::string& failed) {
  if (!failed.starts_with("step")) return kEnd;
  const std::size_t digit = failed.find_first_of("0123456789");
  if (digit == failed.npos) return kEnd;
  int step = kEnd;
  std::from_chars(failed.data() + digit, failed.data() + failed.size(), step);
  return step;
}

}  // namespace

const std::map<int, std::uint64_t>& Repetition::next(const std::string& failed) {
  const int failing = step_of(failed);
  if (failing > furthest_) {
    furthest_ = failing;
    best_ = tried_;
  }
  ++tries_;
  const bool all = tries_ % 2 == 1 || furthest_ == kEnd;
  const int last = all ? kMostSteps : std::min(furthest_, kMostSteps);
  const int first = all ? 0 : std::max(0, last - (1 << tries_ / 2 % 3));
  tried_ = best_;
  for (int step = first; step <= last; ++step) {
    tried_[step] = derive_seed(static_cast<std::uint64_t>(tries_), static_cast<std::uint64_t>(step));
  }
  return tried_;
}

}  // namespace cellar::oneshot
