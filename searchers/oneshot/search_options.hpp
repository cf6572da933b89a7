#pragma once

#include <string>

#include "core/options.hpp"
#include "searchers/oneshot/trainer.hpp"
#include "space/network/cosine_schedule.hpp"

namespace cellar::oneshot {

// What all weight-sharing searchers have in common; the defaults are NATS-Bench's (configs/nas-benchmark/algos/
// weight-sharing.config and search-cell.py).
struct SearchOptions {
  std::string script = "auto";   // of the original; where it has more than one
  int epochs = 100, warmup = 0;  // the warm-up comes before them
  int period = 0;                // of the learning rate, in epochs
  int channels = 16, cells = 5;  // of the supernet: those of its first stage, and a stage's
  bool affine = false, track = false;
  std::string images = "dataset";
  int side = 0;  // [pixels]
  int most_images = 0;
  int batch = 64, valid_batch = 512;
  double rate = 0.025, least_rate = 0.001, weight_decay = 5e-4;
  bool nesterov = true;
  double clip = 0;
  double alpha_rate = 3e-4, alpha_decay = 1e-3;
  double drop_path = 0;
  std::string precision = "float32";
  double epoch_seconds = 60;

  void describe(OptionList& list);
  void describe_script(OptionList& list);
  int all_epochs() const { return warmup + epochs; }
  network::CosineSchedule schedule() const;
  TrainerOptions trainer() const;
};

}  // namespace cellar::oneshot
