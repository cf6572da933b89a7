#include "searchers/oneshot/state_file.hpp"

#include <ATen/ATen.h>

#include <algorithm>
#include <deque>
#include <utility>
#include <vector>

#include "core/errors.hpp"
#include "core/formats/torch/saved_file.hpp"
#include "space/nb201/cell.hpp"

namespace cellar::oneshot {

namespace {

const char* dtype_of(at::ScalarType type) {
  switch (type) {
    case at::kFloat:
      return "float32";
    case at::kDouble:
      return "float64";
    case at::kLong:
      return "int64";
    default:
      throw ContractError("a state holds a tensor of a type that it does not save");
  }
}

// Copies tensors to the host and keeps them while they are written.
class Host {
 public:
  SavedTensor operator()(const at::Tensor& tensor) {
    const at::Tensor& kept = kept_.emplace_back(tensor.detach().cpu().contiguous());
    return {dtype_of(kept.scalar_type()),
            kept.sizes().vec(),
            {static_cast<const std::byte*>(kept.data_ptr()), static_cast<std::size_t>(kept.nbytes())}};
  }

 private:
  std::deque<at::Tensor> kept_;
};

SavedValue network_values(const SearchState& state, Host& host) {
  SavedValue model = SavedValue::dict();
  const network::Weights all = state.model();
  for (const network::Weights::Entry& entry : all.entries()) model.add(entry.name, host(entry.tensor));
  return model;
}

// `settings`: a dict of them.
SavedValue group(SavedValue settings, std::size_t parameters) {
  std::vector<SavedValue> numbers;
  for (std::size_t i = 0; i < parameters; ++i) numbers.emplace_back(static_cast<std::int64_t>(i));
  settings.add("params", SavedValue::list(std::move(numbers)));
  return SavedValue::list({std::move(settings)});
}

SavedValue sgd_settings(const network::Sgd::Options& options, double rate) {
  SavedValue values = SavedValue::dict();
  values.add("lr", rate);
  values.add("momentum", options.momentum);
  values.add("weight_decay", options.weight_decay);
  values.add("nesterov", options.nesterov);
  return values;
}

SavedValue adam_settings(const network::Adam::Options& options, double rate) {
  SavedValue values = SavedValue::dict();
  values.add("lr", rate);
  values.add("betas", SavedValue::list({options.beta1, options.beta2}));
  values.add("eps", options.epsilon);
  values.add("weight_decay", options.weight_decay);
  return values;
}

SavedValue sgd_values(const Trainer& trainer, double rate, Host& host) {
  const network::Sgd& sgd = trainer.sgd();
  SavedValue states = SavedValue::dict();
  for (std::size_t i = 0; i < sgd.buffers().size(); ++i) {
    if (!sgd.buffers()[i].defined()) continue;
    SavedValue one = SavedValue::dict();
    one.add("momentum_buffer", host(sgd.buffers()[i]));
    states.add(static_cast<std::int64_t>(i), std::move(one));
  }
  SavedValue values = SavedValue::dict();
  values.add("state", std::move(states));
  values.add("param_groups", group(sgd_settings(trainer.options().sgd, rate), sgd.buffers().size()));
  return values;
}

// Of the architecture parameters, or of the controller's.
std::vector<network::Adam::State> adam_states(const SearchState& state) {
  return state.controller_training ? state.controller_training->state().adam : state.trainer.adam().states();
}

const network::Adam::Options& adam_options(const SearchState& state) {
  return state.controller_training ? state.controller_training->options().adam : state.trainer.options().adam;
}

SavedValue adam_values(const std::vector<network::Adam::State>& own, const network::Adam::Options& options, double rate,
                       Host& host) {
  SavedValue states = SavedValue::dict();
  for (std::size_t i = 0; i < own.size(); ++i) {
    if (own[i].step == 0) continue;
    SavedValue one = SavedValue::dict();
    one.add("step", host(at::scalar_tensor(static_cast<double>(own[i].step), at::kFloat)));
    one.add("exp_avg", host(own[i].m));
    one.add("exp_avg_sq", host(own[i].v));
    states.add(static_cast<std::int64_t>(i), std::move(one));
  }
  SavedValue values = SavedValue::dict();
  values.add("state", std::move(states));
  values.add("param_groups", group(adam_settings(options, rate), own.size()));
  return values;
}

SavedValue baseline_value(const SearchState& state) {
  if (!state.controller_training) return {};
  const auto baseline = state.controller_training->state().baseline;
  return baseline ? SavedValue(*baseline) : SavedValue();
}

// What the original does not save: the numbers of the weights that a backward pass has reached (network::Sgd), the last
// gradient of the architecture parameters, which clipping looks at, and what was derived after the last epoch.
SavedValue own_values(const SearchState& state, Host& host) {
  std::vector<SavedValue> reached;
  std::int64_t number = 0;
  for (const at::Tensor& parameter : state.supernet.weights().parameters()) {
    if (parameter.grad().defined()) reached.emplace_back(number);
    ++number;
  }
  SavedValue values = SavedValue::dict();
  values.add("reached", SavedValue::list(std::move(reached)));
  values.add("reported", state.reported);
  if (state.result) {
    SavedValue result = SavedValue::dict();
    result.add("genotype", nb201::format_cell(state.result->cell));
    result.add("valid_accuracy", state.result->accuracy);
    values.add("result", std::move(result));
  }
  if (state.alphas.grad().defined()) values.add("alpha_gradient", host(state.alphas.grad()));
  return values;
}

SavedValue labels_values(const StateLabels& labels) {
  SavedValue args = SavedValue::dict();
  args.add("algo", labels.algorithm);
  args.add("dataset", labels.dataset);
  args.add("images", labels.images);
  args.add("rand_seed", static_cast<std::int64_t>(labels.seed));
  args.add("overwite_epochs", labels.schedule.epochs);
  return args;
}

SavedValue schedule_values(const network::CosineSchedule& schedule, int epoch) {
  SavedValue values = SavedValue::dict();
  values.add("T_max", schedule.period > 0 ? schedule.period : schedule.epochs);
  values.add("eta_min", schedule.least);
  values.add("base_lrs", SavedValue::list({schedule.highest}));
  values.add("max_epochs", schedule.epochs);
  values.add("warmup_epochs", schedule.warmup);
  values.add("current_epoch", epoch);
  values.add("current_iter", 0);
  return values;
}

}  // namespace

void save_state(const SearchState& state, const StateLabels& labels, const std::filesystem::path& file) {
  Host host;
  const int last = std::max(0, state.epochs - 1);
  SavedValue cells = SavedValue::dict();
  for (const auto& [epoch, cell] : state.derived) cells.add(std::int64_t{epoch}, nb201::format_cell(cell));
  SavedValue accuracies = SavedValue::dict();
  for (const auto& [epoch, accuracy] : state.accuracies) accuracies.add(std::int64_t{epoch}, accuracy);
  SavedValue root = SavedValue::dict();
  root.add("epoch", state.epochs);
  root.add("args", labels_values(labels));
  root.add("baseline", baseline_value(state));
  root.add("search_model", network_values(state, host));
  root.add("w_optimizer", sgd_values(state.trainer, labels.schedule.rate(last, 0), host));
  root.add("a_optimizer", adam_values(adam_states(state), adam_options(state), labels.alpha_rate, host));
  root.add("w_scheduler", schedule_values(labels.schedule, last));
  root.add("genotypes", std::move(cells));
  root.add("valid_accuracies", std::move(accuracies));
  root.add("cellar", own_values(state, host));
  write_saved(root, file);
}

}  // namespace cellar::oneshot
