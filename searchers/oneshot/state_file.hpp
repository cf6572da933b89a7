#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "searchers/oneshot/search_state.hpp"
#include "space/network/cosine_schedule.hpp"

namespace cellar::oneshot {

// In the words of the original's checkpoints: who made it and with which learning rates. They are written, not read.
struct StateLabels {
  std::string algorithm, dataset;
  std::string images;  // that the weights are trained on
  std::uint64_t seed = 0;
  network::CosineSchedule schedule = {};
  double alpha_rate = 0;  // or the controller's
};

// A file that torch.load reads, with the keys of NATS-Bench's checkpoints; checkpoint_state.hpp reads it again.
void save_state(const SearchState& state, const StateLabels& labels, const std::filesystem::path& file);

}  // namespace cellar::oneshot
