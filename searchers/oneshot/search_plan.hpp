#pragma once

#include <functional>
#include <optional>
#include <string>

#include "searchers/oneshot/controller_training.hpp"
#include "searchers/oneshot/method.hpp"
#include "searchers/oneshot/search_options.hpp"

namespace cellar::oneshot {

// A search with shared weights, as one of the searchers makes it.
struct SearchPlan {
  std::string name;  // of the searcher
  Method method;
  SearchOptions options;
  std::size_t candidates = 1, last_candidates = 1;  // after an epoch, and once more after the last
  std::optional<ControllerTraining::Options> controller = std::nullopt;
  double highest_temperature = 10, least_temperature = 0.1;  // of gumbel draws, from the first epoch to the last
  // Of the head's normalisation; none: as those of the cells.
  std::optional<network::NormOptions> head = std::nullopt;
  TrainerOptions::Counted counted = TrainerOptions::Counted::both_passes;
  network::SupernetOptions::Names names = network::SupernetOptions::Names::nats_bench;
  bool augments_validation = false;  // validation images are cropped and flipped as those that train
  // Of the architecture parameters, added to their loss.
  std::function<at::Tensor(const at::Tensor& alphas, int epoch)> regulariser = nullptr;

  network::SupernetOptions supernet(int classes) const {
    network::SupernetOptions supernet;
    supernet.skeleton.channels = options.channels;
    supernet.skeleton.cells = options.cells;
    supernet.skeleton.classes = classes;
    supernet.cells = {options.affine, options.track};
    supernet.head = head.value_or(supernet.cells);
    supernet.names = names;
    return supernet;
  }

  TrainerOptions trainer() const {
    TrainerOptions trainer = options.trainer();
    trainer.counted = counted;
    return trainer;
  }

  // Of the draws of an epoch, from 0.
  double temperature(int epoch) const {
    const int last = options.all_epochs() - 1;
    const double part = last > 0 ? static_cast<double>(epoch) / last : 0;
    return highest_temperature - (highest_temperature - least_temperature) * part;
  }
};

}  // namespace cellar::oneshot
