#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "searchers/oneshot/controller_training.hpp"
#include "searchers/oneshot/trainer.hpp"

namespace cellar::oneshot {

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
  std::map<int, Architecture> derived;  // by epoch
  std::map<int, double> accuracies;     // [%] of the validation images, by epoch
};

// In the words of the original's checkpoints: who made it and with which learning rates. They are written, not read.
struct StateLabels {
  std::string algorithm, dataset;
  std::uint64_t seed = 0;
  int epochs = 0;  // of the whole search
  double rate = 0, alpha_rate = 0;
};

// A file that torch.load reads, with the keys of NATS-Bench's checkpoints.
void save_state(const SearchState& state, const StateLabels& labels, const std::filesystem::path& file);

// Into a state of the same network. An Error names what does not fit.
void load_state(SearchState& state, const std::filesystem::path& file);

}  // namespace cellar::oneshot
