#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace cellar::oneshot {

// One recorded case, computed again.
struct CheckedCase {
  std::string name;    // its path within the folder
  bool known = true;   // else there is no check for its kind
  int compared = 0;    // tensors, numbers, choices
  double worst = 0;    // largest deviation, relative to the recorded tensor's largest magnitude
  std::string where;   // of the worst
  std::string failed;  // the first that deviates by more than it may, or why the case cannot be read; else empty
};

// Every case in a folder and below it, in order of their paths: what the original computed, in folders named as the
// reference's are ("ops", "supernet", …). The folder may be one of these or a single case. An Error if there is none.
void check_folder(const std::filesystem::path& folder, const std::function<void(const CheckedCase&)>& report);

}  // namespace cellar::oneshot
