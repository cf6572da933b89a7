#pragma once

#include <optional>
#include <string>

#include "searchers/oneshot/trainer.hpp"
#include "space/network/checks/comparison.hpp"

namespace cellar::oneshot {

// One recorded step of a search, of NATS-Bench's script or one of NAS-Bench-201's: what was chosen in it.
class RecordedStep {
 public:
  RecordedStep(const network::RecordedCase& recorded, std::size_t number);

  const std::string& prefix() const { return prefix_; }  // of its tensors: "step000/"
  const network::RecordedValue& index() const { return index_; }

  enum class AlphaStep { none, observed, first_order, second_order };  // observed: a pass without a step
  AlphaStep alpha_step() const;

  // `half`: "base", the step of the weights, or "arch", that of the architecture parameters.
  Batch batch(const std::string& half) const;
  PassMode mode(const std::string& half) const;
  network::Pass pass(const std::string& half) const;

  // Where a half's cells are those of random search: that its rule makes them of the recorded draws.
  void compare_draws(const std::string& half, network::Comparison& comparison) const;

 private:
  // What a half's mode is called, "joint", and the cell that it names.
  struct Call {
    std::string mode;
    std::optional<Architecture> cell;
  };
  std::optional<Call> call(const std::string& half) const;

  const network::RecordedCase& recorded_;
  network::RecordedValue index_;
  std::string prefix_;
  int number_;
};

// The options of a case's optimisers.
TrainerOptions recorded_options(const network::RecordedValue& index);

}  // namespace cellar::oneshot
