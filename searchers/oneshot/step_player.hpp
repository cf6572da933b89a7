#pragma once

#include <functional>
#include <optional>

#include "searchers/oneshot/trainer.hpp"
#include "space/network/step_graph.hpp"

namespace cellar::oneshot {

// What a part of a step reads: the batch of the weights, that of the architecture, and the learning rate of the
// weights, which is a tensor on the device where the part is recorded.
struct StepInputs {
  Batch base, arch;
  network::LearningRate rate = 0.0;
};

// A part of a training step that computes the same on other inputs each time, recorded after a few times and played
// from then on (network::StepGraph). The results are those of the work itself; what it returns is overwritten when it
// is played again. Batches of another size than the first are not played but computed.
class StepPlayer {
 public:
  using Work = std::function<Passed(const StepInputs& inputs)>;

  // `played`: called after the device has done the work without the host.
  StepPlayer(at::Device device, Work work, std::function<void()> played = nullptr);

  Passed operator()(const StepInputs& inputs);

 private:
  void record(const StepInputs& inputs);

  at::Device device_;
  Work work_;
  std::function<void()> played_;
  int computed_ = 0;  // times that the work was done by itself
  StepInputs held_;   // what the recorded work reads
  Passed passed_;     // and what it writes
  std::optional<network::StepGraph> graph_;
};

}  // namespace cellar::oneshot
