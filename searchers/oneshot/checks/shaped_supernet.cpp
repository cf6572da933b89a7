#include "searchers/oneshot/checks/shaped_supernet.hpp"

#include <ATen/ATen.h>

#include <charconv>

#include "core/errors.hpp"
#include "space/network/checks/recorded_weights.hpp"

namespace cellar::oneshot {

namespace {

// Cells and residual blocks are numbered together: 3 n + 2.
int cells_of_a_stage(const network::RecordedCase& recorded) {
  int last = 0;
  for (const std::string& name : recorded.names("init/_cells.")) {
    int number = 0;
    std::from_chars(name.data(), name.data() + name.size(), number);
    last = std::max(last, number);
  }
  if (last < 4 || (last + 1 - 2) % 3 != 0) throw Error("a recorded network has no three stages of cells");
  return (last + 1 - 2) / 3;
}

}  // namespace

network::Supernet shaped_supernet(const network::RecordedCase& recorded, network::TensorKind kind) {
  network::SupernetOptions options;
  options.skeleton.channels = static_cast<int>(recorded.tensor("init/_stem.0.weight").size(0));
  options.skeleton.cells = cells_of_a_stage(recorded);
  options.skeleton.classes = static_cast<int>(recorded.tensor("init/classifier.weight").size(0));
  const std::string norm = "init/_cells.0.edges.1<-0.2.op.2.";
  options.cells = {recorded.has(norm + "weight"), recorded.has(norm + "running_mean")};
  options.head = options.cells;
  network::Supernet supernet(options, kind);
  network::load_weights(recorded, "init/", supernet.weights());
  return supernet;
}

}  // namespace cellar::oneshot
