#include "searchers/oneshot/checks/check_controller.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <vector>

#include "searchers/oneshot/checks/compare.hpp"
#include "searchers/oneshot/controller_training.hpp"
#include "space/network/checks/recorded_weights.hpp"

namespace cellar::oneshot {

using network::Comparison;
using network::RecordedCase;

namespace {

Controller::Options controller_options(const nlohmann::json& index) {
  const auto& lstm = index.at("lstm");
  return {lstm.at("size"), lstm.at("layers"), lstm.at("tanh_constant"), lstm.at("temperature")};
}

ControllerTraining::Options training_options(const nlohmann::json& index) {
  const auto& adam = index.at("adam");
  ControllerTraining::Options options;
  options.learning_rate = adam.at("lr");
  options.adam = {adam.at("betas").at(0), adam.at("betas").at(1), adam.at("eps"), adam.at("weight_decay")};
  return options;
}

std::optional<double> previous_baseline(const nlohmann::json& entry) {
  const auto& baseline = entry.at("prev_baseline");
  return baseline.is_null() ? std::nullopt : std::optional<double>(baseline.get<double>());
}

// The edges of one cell, one below the other.
void compare_decisions(const RecordedCase& recorded, const std::string& prefix, const Controller::Sample& sample,
                       Comparison& comparison) {
  const auto compare = [&](const std::string& name, const auto& part) {
    std::vector<at::Tensor> rows;
    for (const Controller::Decision& decision : sample.decisions) rows.push_back(part(decision));
    comparison.value(prefix + name, at::stack(rows), recorded.tensor(prefix + name));
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
        options_(training_options(recorded.index())),
        controller_(controller_options(recorded.index()), kind_),
        comparison_(network::tolerances(kind_.type)) {
    controller_.collect("", weights_);
    network::load_weights(recorded, "init/", weights_);
    options_.samples = static_cast<std::size_t>(recorded.tensor("update0/actions").size(0));
  }

  Comparison run() {
    for (const auto& sample : recorded_.index().at("samples")) check_sample(sample);
    ControllerTraining training(controller_, options_);
    for (const auto& update : recorded_.index().at("updates")) check_update(update, training);
    return comparison_;
  }

 private:
  void check_sample(const nlohmann::json& entry) {
    const std::string prefix = fmt::format("sample{:02}/", entry.at("sample").get<int>());
    const auto cells = recorded_cells(recorded_.tensor(prefix + "actions").unsqueeze(0));
    compare_cells(prefix + "genotype", cells, recorded_cells(nlohmann::json::array({entry.at("genotype")})),
                  comparison_);
    const Controller::Sample sample = controller_.evaluate(cells);
    compare_decisions(recorded_, prefix, sample, comparison_);
    const at::Tensor accuracy = at::full({1}, entry.at("val_top1").get<double>(), at::kFloat);
    const ControllerLoss result =
        controller_loss(sample, accuracy, previous_baseline(entry), options_.entropy_weight, options_.baseline_decay);
    const auto compare = [&](const std::string& name, const at::Tensor& value) {
      compare_number(prefix + name, value.item<double>(), entry.at(name), comparison_);
    };
    compare("log_prob", sample.log_probabilities);
    compare("entropy", sample.entropies);
    compare("reward", result.reward);
    compare("baseline", result.baseline);
    compare("loss", result.loss);
    (result.loss / static_cast<double>(options_.samples)).sum().backward();
    network::compare_gradients(recorded_, prefix + "grad/", weights_, comparison_);
    for (const at::Tensor& weight : weights_.parameters()) weight.mutable_grad().zero_();
  }

  void check_update(const nlohmann::json& entry, ControllerTraining& training) {
    const std::string prefix = fmt::format("update{}/", entry.at("update").get<int>());
    training.restore({previous_baseline(entry), training.state().adam});
    const at::Tensor recorded_accuracies = recorded_.tensor(prefix + "val_top1").to(at::kFloat);
    const float* accuracies = recorded_accuracies.data_ptr<float>();
    const auto cells = recorded_cells(recorded_.tensor(prefix + "actions"));
    const ControllerLoss result = training.accumulate(controller_.evaluate(cells), {accuracies, cells.size()});
    comparison_.value(prefix + "loss", result.loss, recorded_.tensor(prefix + "loss"));
    network::compare_gradients(recorded_, prefix + "grad_before_clip/", weights_, comparison_);
    comparison_.gradient(prefix + "grad_norm", training.apply(),
                         at::scalar_tensor(entry.at("grad_norm").get<double>(), at::kDouble));
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
