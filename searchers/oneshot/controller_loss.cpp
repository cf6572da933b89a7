#include "searchers/oneshot/controller_loss.hpp"

#include <ATen/ATen.h>

#include "core/errors.hpp"

namespace cellar::oneshot {

ControllerLoss controller_loss(const Controller::Sample& sample, const at::Tensor& accuracy,
                               std::optional<double> previous_baseline, double entropy_weight, double baseline_decay) {
  require(accuracy.scalar_type() == at::kFloat, "accuracies are float32");
  ControllerLoss result;
  result.reward = accuracy + (entropy_weight * sample.entropies).to(at::kFloat);
  result.baseline = accuracy;
  if (previous_baseline) {
    const double previous = *previous_baseline;
    result.baseline = at::rsub((1 - baseline_decay) * at::rsub(result.reward, previous), previous);
  }
  result.loss = (-sample.log_probabilities).to(at::kFloat) * (result.reward - result.baseline);
  return result;
}

float top1_accuracy(std::int64_t right, std::int64_t images) {
  require(images > 0 && right >= 0 && right <= images, "right answers are among the images");
  const float percent = static_cast<float>(right) * static_cast<float>(100.0 / static_cast<double>(images));
  return percent / 100;
}

}  // namespace cellar::oneshot
