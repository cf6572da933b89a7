#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace cellar::oneshot {

// Which steps of a recorded sequence in float32 are repeated with other last bits of their images, so that inputs of
// ReLUs that are zero but for rounding fall on the same side as in the recording (RecordedCase::vary_images). Every
// second try changes all steps; the others keep what led furthest and change the last steps before its deviation.
class Repetition {
 public:
  static constexpr int kMost = 48;  // tries

  // Seeds by step, for the next try, where the last one, or the sequence itself, failed like this:
  // "step003/logits_base: …", "steps/3/…", or a name without a step, which belongs to the end.
  const std::map<int, std::uint64_t>& next(const std::string& failed);
  int tries() const { return tries_; }

 private:
  int tries_ = 0;
  int furthest_ = -1;  // the first step that deviates, in the best try
  std::map<int, std::uint64_t> best_, tried_;
};

}  // namespace cellar::oneshot
