#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "searchers/oneshot/controller.hpp"
#include "searchers/oneshot/controller_loss.hpp"
#include "space/network/adam.hpp"

namespace cellar::oneshot {

// Trains ENAS's controller by REINFORCE, between the epochs of the shared weights (AutoDL-Projects, train_controller in
// exps/NATS-algos/search-cell.py and exps/NAS-Bench-201-algos/ENAS.py).
//
// The cells of an update are drawn and differentiated at once, which changes nothing but the order in which their
// gradients are added: the controller changes between updates only.
class ControllerTraining {
 public:
  enum class NextBaseline { mean, last };  // of a call's baselines: NATS-Bench's, NAS-Bench-201's

  // Those of NATS-Bench.
  struct Options {
    int updates = 50;          // in a call
    std::size_t samples = 20;  // in an update
    double entropy_weight = 1e-4, baseline_decay = 0.99;
    double longest_gradient = 5;
    NextBaseline next_baseline = NextBaseline::mean;
    double learning_rate = 1e-3;
    network::Adam::Options adam = {0.5, 0.999, 1e-3, 0};
  };
  static Options nas_bench_201();

  // All that a continued training needs beside the controller's weights.
  struct State {
    std::optional<double> baseline;
    std::vector<network::Adam::State> adam;
  };

  // What the original returns of a call: means over its samples.
  struct Means {
    double loss = 0, accuracy_percent = 0, baseline = 0, reward = 0;
  };

  // `controller` must live as long.
  ControllerTraining(const Controller& controller, const Options& options);

  using Draw = std::function<Controller::Sample(std::size_t count)>;
  // The top-1 accuracy, 0 to 1, of one cell on the next batch of the validation set, as top1_accuracy() rounds it.
  using Score = std::function<float(const Architecture&)>;
  Means train(const Draw& draw, const Score& score);
  Means train(Rng& rng, const Score& score);

  // The parts of an update: adds the gradients of the samples' mean loss; clips them, steps and sets them to zero. The
  // second gives their norm before.
  ControllerLoss accumulate(const Controller::Sample& sample, std::span<const float> accuracies);
  at::Tensor apply();

  const Options& options() const { return options_; }
  State state() const { return {baseline_, adam_.states()}; }
  void restore(const State& state);

 private:
  const Controller& controller_;
  Options options_;
  std::vector<at::Tensor> parameters_;
  network::Adam adam_;
  std::optional<double> baseline_;  // of the call before
};

}  // namespace cellar::oneshot
