#pragma once

#include <map>
#include <memory>
#include <optional>

#include "searchers/oneshot/controller_training.hpp"
#include "searchers/oneshot/trainer.hpp"

namespace cellar::oneshot {

// A cell that was found, and the accuracy of the shared weights on the validation images [%].
struct FoundCell {
  Architecture cell;
  double accuracy = 0;
};

// What an epoch of a search hands to the next: the supernet, the architecture parameters, their optimisers, and what
// has been found.
struct SearchState {
  // With a controller or without.
  SearchState(const network::SupernetOptions& network, const TrainerOptions& options,
              const ControllerTraining::Options* controller, network::TensorKind kind);

  // As the original's: PyTorch's defaults, and 0.001 times standard normal architecture parameters.
  void initialise(std::uint64_t seed);

  // The tensors of its checkpoint's search_model: of the network, architecture parameters and controller.
  network::Weights model() const;

  network::Supernet supernet;
  at::Tensor alphas;  // [6, 5]
  Trainer trainer;
  std::unique_ptr<Controller> controller;
  std::unique_ptr<ControllerTraining> controller_training;
  int epochs = 0;                       // finished
  int reported = 0;                     // of them, in the trace
  std::map<int, Architecture> derived;  // by epoch
  std::map<int, double> accuracies;     // [%] of the validation images, by epoch
  std::optional<FoundCell> result;      // what was derived once more after the last epoch
};

}  // namespace cellar::oneshot
