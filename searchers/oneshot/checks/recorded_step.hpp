#pragma once

#include <optional>
#include <string>

#include "searchers/oneshot/trainer.hpp"
#include "space/network/checks/recorded_case.hpp"

namespace cellar::oneshot {

// One recorded step of a search, of NATS-Bench's script or one of NAS-Bench-201's: what was chosen in it.
class RecordedStep {
 public:
  RecordedStep(const network::RecordedCase& recorded, int number);

  const std::string& prefix() const { return prefix_; }  // of its tensors: "step000/"
  const nlohmann::json& index() const { return index_; }

  enum class AlphaStep { none, observed, first_order, second_order };  // observed: a pass without a step
  AlphaStep alpha_step() const;

  // `half`: "base", the step of the weights, or "arch", that of the architecture parameters.
  Batch batch(const std::string& half) const;
  PassMode mode(const std::string& half) const;
  network::Pass pass(const std::string& half) const;

 private:
  std::optional<Architecture> named_cell(std::size_t half) const;

  const network::RecordedCase& recorded_;
  const nlohmann::json& index_;
  std::string prefix_;
};

// The options of a case's optimisers.
TrainerOptions recorded_options(const nlohmann::json& index);

}  // namespace cellar::oneshot
