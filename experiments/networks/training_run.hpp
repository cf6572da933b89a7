#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/searcher.hpp"
#include "experiments/networks/training_plan.hpp"
#include "space/network/data/cell_images.hpp"
#include "space/network/quality.hpp"

namespace cellar {

// One network trained into its folder: `training.pt`, from which it goes on after an epoch; `epochs.csv`; and at the
// end `weights.pt` and `metrics.csv`. Killed at any moment and called again it ends with the same files, but for
// seconds; with other threads or on another device, which round otherwise, it is refused. `save_every`: epochs between
// two states. An Error says which training it was and what is kept of it.
network::EpochResult train_into_folder(const TrainingJob& job, const TrainingPlan& plan,
                                       const std::shared_ptr<const network::CellImages>& images, int save_every,
                                       const Resources& resources);

// The threads of arithmetic that a training began with. None: it has not, or they are not recorded.
std::optional<int> begun_with(const TrainingJob& job);

}  // namespace cellar
