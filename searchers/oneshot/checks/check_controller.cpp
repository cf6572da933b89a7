#include "searchers/oneshot/checks/check_controller.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <vector>

#include "core/errors.hpp"
#include "searchers/oneshot/checks/compare.hpp"
#include "searchers/oneshot/controller_training.hpp"
#include "space/nb201/cell.hpp"
#include "space/network/checks/recorded_supernet.hpp"
#include "space/network/checks/recorded_weights.hpp"

namespace cellar::oneshot {

using network::Comparison;
using network::RecordedCase;
using network::RecordedValue;

namespace {

Controller::Options controller_options(const RecordedValue& lstm) {
  return {lstm.at("size").count(), lstm.at("layers").count(), lstm.at("tanh_constant").number(),
          lstm.at("temperature").number()};
}

ControllerTraining::Options training_options(const RecordedCase& recorded) {
  ControllerTraining::Options options;
  const RecordedAdam adam = recorded_adam(recorded.index().at("adam"), {options.learning_rate, options.adam});
  options.learning_rate = adam.rate;
  options.adam = adam.options;
  // Losses are divided by the samples of an update, of single samples, too.
  if (recorded.has("update0/actions")) {
    options.samples = static_cast<std::size_t>(recorded.tensor("update0/actions").size(0));
  }
  return options;
}

// The edges of one cell, one below the other.
void compare_decisions(const RecordedCase& recorded, const std::string& prefix, const Controller::Sample& sample,
                       Comparison& comparison) {
  const auto compare = [&](const std::string& name, const auto& part) {
    std::vector<at::Tensor> rows;
    for (const Controller::Decision& decision : sample.decisions) rows.push_back(part(decision));
    comparison.value(recorded, prefix + name, at::stack(rows));
  };
  using Decision = Controller::Decision;
  compare("logits", [](const Decision& edge) { return edge.logits[0]; });
  compare("normalized_logits", [](const Decision& edge) { return edge.log_probabilities[0]; });
  compare("log_prob", [](const Decision& edge) { return edge.chosen[0]; });
  compare("entropy", [](const Decision& edge) { return edge.entropy[0]; });
  compare("lstm_in", [](const Decision& edge) { return edge.input[0]; });
  compare("lstm_out", [](const Decision& edge) { return edge.output[0]; });
  compare("h", [](const Decision& edge) { return edge.hidden.select(1, 0); });
  compare("c", [](const Decision& edge) { return edge.state.select(1, 0); });
}

class Checked {
 public:
  explicit Checked(const RecordedCase& recorded)
      : recorded_(recorded),
        kind_(network::kind_of(recorded)),
        options_(training_options(recorded)),
        controller_(controller_options(recorded.index().at("lstm")), kind_),
        comparison_(recorded) {
    controller_.collect("", weights_);
    network::load_weights(recorded, "init/", weights_);
  }

  Comparison run() {
    const RecordedValue index = recorded_.index();
    network::compare_names(index, {}, comparison_);
    if (index.has("samples")) {
      for (const RecordedValue& sample : index.at("samples").list()) check_sample(sample);
    }
    if (!index.has("updates")) return comparison_;
    ControllerTraining training(controller_, options_);
    for (const RecordedValue& update : index.at("updates").list()) check_update(update, training);
    return comparison_;
  }

 private:
  void check_sample(const RecordedValue& entry) {
    const std::string prefix = fmt::format("sample{:02}/", entry.at("sample").count());
    const auto cells = recorded_cells(recorded_.tensor(prefix + "actions").unsqueeze(0));
    comparison_.same(entry, "genotype", nb201::format_cell(cells.front()));
    const Controller::Sample sample = controller_.evaluate(cells);
    compare_decisions(recorded_, prefix, sample, comparison_);
    const at::Tensor accuracy = at::full({1}, entry.at("val_top1").number(), kind_.options().dtype(at::kFloat));
    const ControllerLoss result =
        controller_loss(sample, accuracy, previous_baseline(entry), options_.entropy_weight, options_.baseline_decay);
    comparison_.number(entry, "log_prob", sample.log_probabilities.item<double>());
    comparison_.number(entry, "entropy", sample.entropies.item<double>());
    comparison_.number(entry, "reward", result.reward.item<double>());
    comparison_.number(entry, "baseline", result.baseline.item<double>());
    comparison_.number(entry, "loss", result.loss.item<double>());
    (result.loss / static_cast<double>(options_.samples)).sum().backward();
    network::compare_gradients(recorded_, prefix + "grad/", weights_, comparison_);
    for (const at::Tensor& weight : weights_.parameters()) weight.mutable_grad().zero_();
  }

  void check_update(const RecordedValue& entry, ControllerTraining& training) {
    const std::string prefix = fmt::format("update{}/", entry.at("update").count());
    training.restore({previous_baseline(entry), training.state().adam});
    const at::Tensor recorded_accuracies = recorded_.converted(prefix + "val_top1", {at::kFloat}).contiguous();
    const float* accuracies = recorded_accuracies.data_ptr<float>();
    const auto cells = recorded_cells(recorded_.tensor(prefix + "actions"));
    if (recorded_accuracies.numel() != static_cast<std::int64_t>(cells.size())) {
      throw Error(fmt::format("'{}val_top1' has not one accuracy for each cell", prefix));
    }
    const ControllerLoss result = training.accumulate(controller_.evaluate(cells), {accuracies, cells.size()});
    comparison_.value(recorded_, prefix + "loss", result.loss);
    network::compare_gradients(recorded_, prefix + "grad_before_clip/", weights_, comparison_);
    const at::Tensor norm = training.apply();
    comparison_.norm(entry, "grad_norm", norm.item<double>());
    network::compare_weights(recorded_, prefix + "after/", weights_, comparison_);
  }

  const RecordedCase& recorded_;
  network::TensorKind kind_;
  ControllerTraining::Options options_;
  Controller controller_;
  network::Weights weights_;
  Comparison comparison_;
};

}  // namespace

Comparison check_controller(const RecordedCase& recorded) { return Checked(recorded).run(); }

}  // namespace cellar::oneshot
