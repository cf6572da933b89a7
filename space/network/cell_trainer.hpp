#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include "core/architecture.hpp"
#include "core/searcher.hpp"
#include "space/nb201/costs.hpp"
#include "space/network/data/cell_images.hpp"
#include "space/network/quality.hpp"

namespace cellar::network {

// How the network of a cell is trained; the defaults are the benchmark's (train_cell.hpp: benchmark_recipe).
struct CellTrainerOptions {
  int channels = 16, cells = 5;  // of the first stage, in a stage
  int epochs = 12;
  int batch = 256;
  double rate = 0.1;  // of learning, in the first epoch
};

// Trains the network of one cell on images (train_cell.hpp), for programs that know no tensors. All random numbers
// derive from the seed. It belongs to the thread that made it; several may be at work at once, on the same images.
// Where LibTorch cannot go on, as where memory ends, an Error says so in one line.
class CellTrainer {
 public:
  // `resources`: device, arithmetic threads, what stops it, who hears of its progress.
  CellTrainer(const Architecture& cell, std::shared_ptr<const CellImages> images, const CellTrainerOptions& options,
              std::uint64_t seed, const Resources& resources);
  ~CellTrainer();
  CellTrainer(CellTrainer&&) noexcept;
  CellTrainer& operator=(CellTrainer&&) noexcept;

  // Epochs done, and what came of each; the qualities evaluated are those of the images' parts but the first.
  const std::vector<EpochResult>& results() const;
  bool finished() const;
  nb201::Costs costs() const;

  // An Error if a loss is no number any more, Stopped if it is to stop. After either it cannot go on; what was saved
  // before is still good.
  void train_epoch();

  // Between epochs: all that going on needs. Loading another training's file is an Error.
  void save(const std::filesystem::path& file) const;
  void load(const std::filesystem::path& file);
  // For torch.load of Python, under the names of the original's state_dict.
  void save_weights(const std::filesystem::path& file) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace cellar::network
