#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "core/errors.hpp"
#include "searchers/oneshot/checks/check_controller.hpp"
#include "searchers/oneshot/checks/compare.hpp"
#include "searchers/oneshot/controller_training.hpp"
#include "space/network/checks/recorded_supernet.hpp"
#include "space/network/checks/recorded_weights.hpp"
#include "space/network/gradient_norm.hpp"

namespace cellar::oneshot {

using network::Comparison;
using network::RecordedCase;
using network::RecordedValue;

namespace {

ControllerTraining::Options training_options(const RecordedValue& index) {
  ControllerTraining::Options options;
  const RecordedAdam adam = recorded_adam(index.at("adam"), {options.learning_rate, options.adam});
  options.learning_rate = adam.rate;
  options.adam = adam.options;
  const int samples = index.at("aggregate").count(), all = index.at("samples_per_call").count();
  if (samples == 0 || all % samples != 0) throw Error("'samples_per_call' in its index is no multiple of 'aggregate'");
  options.samples = static_cast<std::size_t>(samples);
  options.updates = all / samples;
  return options;
}

Controller recorded_controller(const RecordedCase& recorded, network::TensorKind kind) {
  Controller::Options options;
  options.size = static_cast<int>(recorded.tensor("init/controller.input_vars").numel());
  options.layers = 0;
  while (recorded.has(fmt::format("init/controller.w_lstm.weight_ih_l{}", options.layers))) ++options.layers;
  return {options, kind};
}

// Scores cells by the batches of the validation set in turn, from the first.
class Scorer {
 public:
  Scorer(const RecordedCase& recorded, network::TensorKind kind) : supernet_(network::loaded_supernet(recorded, kind)) {
    const std::int64_t classes = recorded.tensor("init/classifier.bias").size(0);
    while (recorded.has(fmt::format("valid_x{}", images_.size()))) {
      labels_.push_back(recorded.labels(fmt::format("valid_y{}", images_.size()), classes));
      images_.push_back(recorded.converted(fmt::format("valid_x{}", images_.size()), kind));
    }
    if (images_.empty()) throw Error("a case of training a controller records no batch of the validation set");
  }

  float operator()(const Architecture& cell) {
    const c10::NoGradGuard no_grad;
    const std::size_t batch = next_++ % images_.size();
    const at::Tensor answers = supernet_.paths(images_[batch], {&cell, 1}, {}).logits.argmax(1);
    return top1_accuracy(answers.eq(labels_[batch]).sum().item<std::int64_t>(), labels_[batch].numel());
  }

 private:
  network::Supernet supernet_;
  std::vector<at::Tensor> images_, labels_;
  std::size_t next_ = 0;
};

// One recorded call of train_controller, with the cells that it drew.
class Call {
 public:
  Call(const RecordedCase& recorded, std::size_t number, const Controller& controller, Comparison& comparison)
      : recorded_(recorded), number_(number), controller_(controller), comparison_(comparison) {
    controller.collect("", weights_);
    cells_ = recorded_cells(recorded.tensor(prefix() + "actions"));
  }

  void run(ControllerTraining& training, const RecordedValue& entry, Scorer scorer) {
    const auto draw = [&](std::size_t count) { return this->draw(count); };
    const auto means = training.train(draw, [&](const Architecture& cell) {
      const float accuracy = scorer(cell);
      percents_.push_back(100.0 * static_cast<double>(accuracy));
      return accuracy;
    });
    comparison_.value(recorded_, prefix() + "log_prob", at::cat(log_probabilities_));
    comparison_.value(recorded_, prefix() + "entropy", at::cat(entropies_));
    comparison_.value(recorded_, prefix() + "val_top1_percent", at::tensor(percents_, at::kDouble));
    network::compare_weights(recorded_, prefix() + "after/", weights_, comparison_);
    const double returned[] = {means.loss, means.accuracy_percent, means.baseline, means.reward};
    if (!entry.has("returned")) return;
    const std::vector<double> recorded = entry.at("returned").numbers();
    for (std::size_t i = 0; i < std::min(std::size(returned), recorded.size()); ++i) {
      compare_number(fmt::format("{}returned {}", prefix(), i), returned[i], recorded[i], comparison_);
    }
  }

 private:
  std::string prefix() const { return fmt::format("call{}/", number_ + 1); }

  Controller::Sample draw(std::size_t count) {
    compare_update();
    if (drawn_ + count > cells_.size()) throw Error("a case of training a controller records too few cells");
    const Controller::Sample sample = controller_.evaluate(std::span(cells_).subspan(drawn_, count));
    drawn_ += count;
    ++updates_;
    log_probabilities_.push_back(sample.log_probabilities.detach());
    entropies_.push_back(sample.entropies.detach());
    return sample;
  }

  // The first call's first updates are recorded, and seen when the next cells are drawn.
  void compare_update() {
    if (number_ > 0 || updates_ == 0) return;
    network::compare_weights(recorded_, fmt::format("update{:02}/after/", updates_ - 1), weights_, comparison_);
  }

  const RecordedCase& recorded_;
  std::size_t number_;
  const Controller& controller_;
  Comparison& comparison_;
  network::Weights weights_;
  std::vector<Architecture> cells_;
  std::size_t drawn_ = 0;
  int updates_ = 0;
  std::vector<at::Tensor> log_probabilities_, entropies_;
  std::vector<double> percents_;
};

// The gradients of the first update, with the accuracies that were recorded.
void check_first_gradients(const RecordedCase& recorded, const ControllerTraining::Options& options,
                           network::TensorKind kind, Comparison& comparison) {
  const Controller controller = recorded_controller(recorded, kind);
  network::Weights named, weights;
  controller.collect("controller.", named);
  controller.collect("", weights);
  network::load_weights(recorded, "init/", named);
  ControllerTraining training(controller, options);
  const auto cells = recorded_cells(
      recorded.tensor("call1/actions").slice(0, 0, static_cast<std::int64_t>(options.samples)).contiguous());
  if (!recorded.has("call1/val_top1_percent")) return;
  const at::Tensor percents = recorded.tensor("call1/val_top1_percent", {at::kDouble});
  if (percents.numel() < static_cast<std::int64_t>(cells.size())) throw Error("its first call has too few accuracies");
  std::vector<float> accuracies;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    accuracies.push_back(static_cast<float>(percents.data_ptr<double>()[i] / 100));
  }
  training.accumulate(controller.evaluate(cells), accuracies);
  network::clip_gradient_norm(weights.parameters(), options.longest_gradient);
  network::compare_gradients(recorded, "update00/grad_after_clip/", weights, comparison);
}

}  // namespace

Comparison check_controller_training(const RecordedCase& recorded) {
  const network::TensorKind kind = network::kind_of(recorded);
  Comparison comparison(recorded);
  const auto options = training_options(recorded.index());
  check_first_gradients(recorded, options, kind, comparison);
  // Cells come from the controller; a search has architecture parameters all the same.
  const std::string alphas = "init/arch_parameters";
  if (recorded.has(alphas)) comparison.holds(alphas, recorded.tensor(alphas).sizes() == at::IntArrayRef({6, 5}));
  const Controller controller = recorded_controller(recorded, kind);
  network::Weights weights;
  controller.collect("controller.", weights);
  network::load_weights(recorded, "init/", weights);
  ControllerTraining training(controller, options);
  const auto calls = recorded.index().at("calls").list();
  for (std::size_t number = 0; number < calls.size(); ++number) {
    training.restore({previous_baseline(calls[number]), training.state().adam});
    Call(recorded, number, controller, comparison).run(training, calls[number], Scorer(recorded, kind));
  }
  return comparison;
}

}  // namespace cellar::oneshot
