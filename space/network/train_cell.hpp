#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <vector>

#include "space/network/batch.hpp"
#include "space/network/cell_network.hpp"
#include "space/network/cosine_schedule.hpp"
#include "space/network/quality.hpp"
#include "space/network/sgd.hpp"

namespace cellar::network {

struct TrainingRecipe {
  CosineSchedule schedule;
  Sgd::Options sgd;
};

// The benchmark's: SGD with Nesterov's momentum 0.9 and weight decay 5e-4, learning rate 0.1 falling like a cosine to 0
// (NAS-Bench-201's configs CIFAR.config and ImageNet-16.config with 200 epochs, LESS.config with 12). They come with
// batches of 256.
inline constexpr double kBenchmarkRate = 0.1;
TrainingRecipe benchmark_recipe(int epochs, double rate = kBenchmarkRate);

// Batches of images. `batch(epoch, step)`, from 0, is the same whenever it is asked.
struct BatchSource {
  int steps = 0;  // batches in an epoch
  std::function<Batch(int epoch, int step)> batch;
};

// As evaluated, by the running statistics.
Quality evaluate(CellNetwork& network, const BatchSource& source, int epoch = 0);

// Trains the network of one cell, an epoch at a time. What it does depends on what it is made with and on the batches;
// saved and loaded, it goes on as if never interrupted, to the bit on the same machine with as many threads.
class CellTraining {
 public:
  CellTraining(const Architecture& cell, const nb201::Skeleton& skeleton, const TrainingRecipe& recipe,
               std::uint64_t seed, TensorKind kind);

  // Epochs done, and what came of each.
  int epoch() const { return static_cast<int>(results_.size()); }
  const std::vector<EpochResult>& results() const { return results_; }
  bool finished() const { return epoch() >= recipe_.schedule.epochs; }

  // `evaluated`: sets that are not trained on, the same in every epoch. An Error, which counts epochs from 1, if a loss
  // is no number any more; the weights are then lost, as they are when a source throws, and what was saved before is
  // still good.
  const EpochResult& train_epoch(const BatchSource& train, std::span<const BatchSource> evaluated);

  // Weights, running statistics, momentum, results, and what the training was made with. Loading another training's
  // file is an Error that says what differs.
  void save(const std::filesystem::path& file) const;
  void load(const std::filesystem::path& file);

  CellNetwork& network() { return network_; }

 private:
  Quality train_steps(const BatchSource& source, double learning_rate);
  void check_loss(const Quality& quality, double learning_rate) const;

  Architecture cell_;
  nb201::Skeleton skeleton_;
  TrainingRecipe recipe_;
  std::uint64_t seed_;
  CellNetwork network_;
  Sgd optimiser_;
  std::vector<EpochResult> results_;
};

}  // namespace cellar::network
