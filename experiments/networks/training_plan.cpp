#include "experiments/networks/training_plan.hpp"

#include <fmt/format.h>

namespace cellar {

std::string TrainingPlan::spelling() const {
  return fmt::format("dataset={} epochs={} channels={} cells={} side={} most_images={} batch={} rate={}", dataset,
                     options.epochs, options.channels, options.cells, side, most_images, options.batch, options.rate);
}

bool TrainingPlan::is_the_benchmarks() const {
  const network::CellTrainerOptions benchmark;
  return (options.epochs == 12 || options.epochs == 200) && options.channels == benchmark.channels &&
         options.cells == benchmark.cells && options.batch == benchmark.batch && options.rate == benchmark.rate &&
         side == 0 && most_images == 0;
}

std::string TrainingJob::name() const { return fmt::format("cell {}, seed {}", index, seed); }

}  // namespace cellar
