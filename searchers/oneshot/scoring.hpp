#pragma once

#include <functional>
#include <span>
#include <vector>

#include "searchers/oneshot/trainer.hpp"

// What a supernet's weights say about cells (search-cell.py: get_best_arch, valid_func).
namespace cellar::oneshot {

// The images of this batch that are classified right [%], when evaluating. NATS-Bench's cells have no running
// statistics, so that the answer depends on the batch.
double accuracy(network::Supernet& supernet, const at::Tensor& alphas, const PassMode& mode, const Batch& batch,
                const network::Pass& pass = {});

// The candidate that classifies most images right, each on one batch: candidate k is shown `batch(k)`, in a pass as
// `pass` makes it for so many images. The first of equal ones.
struct Best {
  Architecture cell;
  double accuracy = 0;             // [%]
  std::vector<double> accuracies;  // [%] of all candidates
};
Best best_candidate(network::Supernet& supernet, std::span<const Architecture> candidates,
                    const std::function<Batch(std::size_t)>& batch,
                    const std::function<network::Pass(std::int64_t images)>& pass = nullptr);

}  // namespace cellar::oneshot
