#include "searchers/oneshot/scoring.hpp"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include "core/errors.hpp"

namespace cellar::oneshot {

double accuracy(network::Supernet& supernet, const at::Tensor& alphas, const PassMode& mode, const Batch& batch,
                const network::Pass& pass) {
  const c10::NoGradGuard no_grad;
  const at::Tensor logits = evaluate(supernet, alphas, mode, batch.images, pass).logits;
  const auto right = logits.argmax(1).eq(batch.labels).sum().item<std::int64_t>();
  return 100.0 * static_cast<double>(right) / static_cast<double>(batch.labels.size(0));
}

Best best_candidate(network::Supernet& supernet, std::span<const Architecture> candidates,
                    const std::function<Batch(std::size_t)>& batch,
                    const std::function<network::Pass(std::int64_t images)>& pass) {
  require(!candidates.empty(), "there is no candidate");
  Best best;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const Batch shown = batch(i);
    const network::Pass how = pass ? pass(shown.labels.size(0)) : network::Pass{};
    best.accuracies.push_back(accuracy(supernet, {}, Paths{{candidates[i]}}, shown, how));
    if (i > 0 && best.accuracies.back() <= best.accuracy) continue;
    best.cell = candidates[i];
    best.accuracy = best.accuracies.back();
  }
  return best;
}

}  // namespace cellar::oneshot
