#include "searchers/oneshot/controller_training.hpp"

#include <ATen/ATen.h>

#include <numeric>

#include "core/errors.hpp"
#include "space/network/gradient_norm.hpp"
#include "space/network/host_values.hpp"
#include "space/network/upload.hpp"

namespace cellar::oneshot {

namespace {

std::vector<at::Tensor> parameters_of(const Controller& controller) {
  network::Weights weights;
  controller.collect("", weights);
  return weights.parameters();
}

void add(ControllerTraining::Means& sums, const std::vector<double>& numbers, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    sums.loss += numbers[i];
    sums.reward += numbers[count + i];
    sums.baseline += numbers[2 * count + i];
  }
}

}  // namespace

ControllerTraining::Options ControllerTraining::nas_bench_201() {
  Options options;
  options.next_baseline = NextBaseline::last;
  options.adam.beta1 = 0;
  return options;
}

ControllerTraining::ControllerTraining(const Controller& controller, const Options& options)
    : controller_(controller),
      options_(options),
      parameters_(parameters_of(controller)),
      adam_(parameters_, options.adam) {
  require(options.updates > 0 && options.samples > 0, "a controller is trained by one sample at least");
}

ControllerLoss ControllerTraining::accumulate(const Controller::Sample& sample, std::span<const float> accuracies) {
  require(accuracies.size() == sample.cells.size(), "every sampled cell has an accuracy");
  const at::Tensor host = at::empty({static_cast<std::int64_t>(accuracies.size())}, at::kFloat);
  std::copy(accuracies.begin(), accuracies.end(), host.data_ptr<float>());
  const at::Tensor placed = network::upload(host, sample.entropies.device());
  const ControllerLoss result =
      controller_loss(sample, placed, baseline_, options_.entropy_weight, options_.baseline_decay);
  (result.loss / static_cast<double>(accuracies.size())).sum().backward();
  return result;
}

at::Tensor ControllerTraining::apply() {
  const at::Tensor norm = network::clip_gradient_norm(parameters_, options_.longest_gradient);
  adam_.step(options_.learning_rate);
  adam_.zero_grad();
  return norm;
}

ControllerTraining::Means ControllerTraining::train(const Draw& draw, const Score& score) {
  Means means;
  double last = 0;
  adam_.zero_grad();
  for (int update = 0; update < options_.updates; ++update) {
    const Controller::Sample sample = draw(options_.samples);
    std::vector<float> accuracies;
    for (const Architecture& cell : sample.cells) {
      accuracies.push_back(score(cell));
      means.accuracy_percent += 100.0 * static_cast<double>(accuracies.back());
    }
    const ControllerLoss result = accumulate(sample, accuracies);
    const auto numbers = network::host_values(at::stack({result.loss, result.reward, result.baseline}));
    add(means, numbers, sample.cells.size());
    last = numbers.back();
    apply();
  }
  const double samples = static_cast<double>(options_.updates) * static_cast<double>(options_.samples);
  for (double* mean : {&means.loss, &means.accuracy_percent, &means.baseline, &means.reward}) *mean /= samples;
  baseline_ = options_.next_baseline == NextBaseline::mean ? means.baseline : last;
  return means;
}

ControllerTraining::Means ControllerTraining::train(Rng& rng, const Score& score) {
  return train([&](std::size_t count) { return controller_.sample(count, rng); }, score);
}

void ControllerTraining::restore(const State& state) {
  adam_.restore(state.adam);
  baseline_ = state.baseline;
}

}  // namespace cellar::oneshot
