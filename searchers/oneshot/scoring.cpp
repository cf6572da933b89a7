#include "searchers/oneshot/scoring.hpp"

#include <ATen/ATen.h>

#include "core/errors.hpp"

namespace cellar::oneshot {

double accuracy(network::Supernet& supernet, const at::Tensor& alphas, const PassMode& mode, const Batch& batch) {
  const at::NoGradGuard no_grad;
  const at::Tensor logits = evaluate(supernet, alphas, mode, batch.images, {}).logits;
  const auto right = logits.argmax(1).eq(batch.labels).sum().item<std::int64_t>();
  return 100.0 * static_cast<double>(right) / static_cast<double>(batch.labels.size(0));
}

Best best_candidate(network::Supernet& supernet, std::span<const Architecture> candidates,
                    const std::function<Batch(std::size_t)>& batch) {
  require(!candidates.empty(), "there is no candidate");
  Best best;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    best.accuracies.push_back(accuracy(supernet, {}, Paths{{candidates[i]}}, batch(i)));
    if (i > 0 && best.accuracies.back() <= best.accuracy) continue;
    best.cell = candidates[i];
    best.accuracy = best.accuracies.back();
  }
  return best;
}

}  // namespace cellar::oneshot
