#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/architecture.hpp"
#include "space/network/cell_trainer.hpp"

namespace cellar {

// What all runs of `cellar train` have in common, but for what changes speed alone.
struct TrainingPlan {
  std::string dataset;  // "cifar10-valid"
  int side = 0;         // of the images [pixels]; 0: as they are
  int most_images = 0;  // of each part; 0: all
  network::CellTrainerOptions options;

  // All of it, "dataset=cifar10 epochs=12 …".
  std::string spelling() const;
  // Whether NAS-Bench-201 trained its networks so, for as many epochs.
  bool is_the_benchmarks() const;
};

// One network to train.
struct TrainingJob {
  Architecture cell;
  std::uint64_t index = 0;  // of the cell
  std::uint64_t seed = 0;
  std::filesystem::path folder;

  // "cell 284, seed 0"
  std::string name() const;
};

}  // namespace cellar
