#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "experiments/networks/training_plan.hpp"
#include "space/network/data/cell_images.hpp"
#include "space/network/quality.hpp"

namespace cellar {

// What changes the speed of trainings and never what comes of them; but for devices and arithmetic threads, which
// decide how sums are rounded.
struct CrewOptions {
  int threads = 1;                             // trainings at a time
  int arithmetic_threads = 1;                  // of each that begins
  bool threads_are_named = false;              // of those that go on, too; else these keep what they began with
  std::vector<std::string> devices = {"cpu"};  // of the trainings at a time, in turn
  int save_every = 1;                          // epochs
};

// Trains all of them, with a line of progress on the terminal, and returns the last epoch of each. The first that fails
// stops the others. Ctrl-C is Stopped: the same call goes on.
std::vector<network::EpochResult> train_all(std::span<const TrainingJob> jobs, const TrainingPlan& plan,
                                            const std::shared_ptr<const network::CellImages>& images,
                                            const CrewOptions& options);

}  // namespace cellar
