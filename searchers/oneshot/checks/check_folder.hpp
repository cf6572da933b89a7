#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace cellar::oneshot {

struct CheckOptions {
  // Sequences in float32 are repeated with fused cells and oneDNN, too, as searches are made. Their rounding is
  // another: an input of a ReLU may fall on the other side of zero, and what follows then drifts.
  bool fast = false;
  std::string device = "cpu";  // on which cases are computed (space/network/device.hpp: find_device)
};

// One recorded case, computed again.
struct CheckedCase {
  std::string name;      // its path within the folder
  std::string failed;    // the first that deviates by more than it may, or why the case cannot be read; else empty
  bool known = true;     // else there is no check for its kind
  std::string left_out;  // why the device cannot compute it; else empty
  bool drifts = false;
  int compared = 0;                 // tensors, numbers, choices
  int undecided = 0;                // Comparison::undecided
  double worst = 0;                 // largest deviation, relative to the recorded tensor's largest magnitude
  std::string where;                // of the worst
  std::vector<std::string> unread;  // what is recorded and was neither compared nor used
  // Where it deviated when it was computed as usual, and not when it was repeated otherwise: "in try 3", with other
  // last bits of the images (repetition.hpp); "operation by operation".
  std::string how;
};

// Every case in a folder and below it, in order of their paths: folders with an index.json, and the reference's other
// files. What a case is, is read from its index, whatever folders are called; the folder may be a single case. Files
// that no case names are reported as cases without a check. Where the device has no float64, as Apple's have none,
// cases in it are left out. An Error if there is no case, or no such device.
void check_folder(const std::filesystem::path& folder, const CheckOptions& options,
                  const std::function<void(const CheckedCase&)>& report);

}  // namespace cellar::oneshot
