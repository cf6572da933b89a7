#include <ATen/ATen.h>
#include <fmt/format.h>

#include <vector>

#include "core/errors.hpp"
#include "searchers/oneshot/checks/check_controller.hpp"
#include "searchers/oneshot/checks/compare.hpp"
#include "searchers/oneshot/checks/shaped_supernet.hpp"
#include "searchers/oneshot/controller_training.hpp"
#include "space/network/checks/recorded_weights.hpp"
#include "space/network/gradient_norm.hpp"

namespace cellar::oneshot {

using network::Comparison;
using network::RecordedCase;

namespace {

ControllerTraining::Options training_options(const nlohmann::json& index) {
  const auto& adam = index.at("adam");
  ControllerTraining::Options options;
  options.samples = index.at("aggregate");
  options.updates = index.at("samples_per_call").get<int>() / static_cast<int>(options.samples);
  options.learning_rate = adam.at("lr");
  options.adam = {adam.at("betas").at(0), adam.at("betas").at(1), adam.at("eps"), adam.at("weight_decay")};
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
  Scorer(const RecordedCase& recorded, network::TensorKind kind) : supernet_(shaped_supernet(recorded, kind)) {
    while (recorded.has(fmt::format("valid_x{}", images_.size()))) {
      labels_.push_back(recorded.tensor(fmt::format("valid_y{}", images_.size())));
      images_.push_back(recorded.tensor(fmt::format("valid_x{}", images_.size())).to(kind.type));
    }
    if (images_.empty()) throw Error("a case of training a controller records no batch of the validation set");
  }

  float operator()(const Architecture& cell) {
    const at::NoGradGuard no_grad;
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

  void run(ControllerTraining& training, const nlohmann::json& entry, Scorer scorer) {
    const auto draw = [&](std::size_t count) { return this->draw(count); };
    const auto means = training.train(draw, [&](const Architecture& cell) {
      const float accuracy = scorer(cell);
      percents_.push_back(100.0 * static_cast<double>(accuracy));
      return accuracy;
    });
    comparison_.value(prefix() + "log_prob", at::cat(log_probabilities_), recorded_.tensor(prefix() + "log_prob"));
    comparison_.value(prefix() + "entropy", at::cat(entropies_), recorded_.tensor(prefix() + "entropy"));
    comparison_.value(prefix() + "val_top1_percent", at::tensor(percents_, at::kDouble),
                      recorded_.tensor(prefix() + "val_top1_percent"));
    network::compare_weights(recorded_, prefix() + "after/", weights_, comparison_);
    const double returned[] = {means.loss, means.accuracy_percent, means.baseline, means.reward};
    for (std::size_t i = 0; i < std::size(returned); ++i) {
      compare_number(fmt::format("{}returned {}", prefix(), i), returned[i], entry.at("returned").at(i), comparison_);
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
  const at::Tensor percents = recorded.tensor("call1/val_top1_percent");
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
  Comparison comparison(network::tolerances(kind.type));
  const auto options = training_options(recorded.index());
  check_first_gradients(recorded, options, kind, comparison);
  const Controller controller = recorded_controller(recorded, kind);
  network::Weights weights;
  controller.collect("controller.", weights);
  network::load_weights(recorded, "init/", weights);
  ControllerTraining training(controller, options);
  const auto& calls = recorded.index().at("calls");
  for (std::size_t number = 0; number < calls.size(); ++number) {
    const auto& baseline = calls[number].at("prev_baseline");
    training.restore({baseline.is_null() ? std::nullopt : std::optional<double>(baseline), training.state().adam});
    Call(recorded, number, controller, comparison).run(training, calls[number], Scorer(recorded, kind));
  }
  return comparison;
}

}  // namespace cellar::oneshot
