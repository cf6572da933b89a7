#include "searchers/oneshot/search_state.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <cstring>
#include <deque>
#include <utility>
#include <vector>

#include "core/errors.hpp"
#include "core/formats/torch/saved_file.hpp"
#include "core/random.hpp"
#include "space/nb201/cell.hpp"
#include "space/network/initialisation.hpp"

namespace cellar::oneshot {

namespace {

at::Tensor make_alphas(network::TensorKind kind) {
  return at::zeros({static_cast<std::int64_t>(nb201::kEdges.size()), 5}, kind.options()).set_requires_grad(true);
}

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

SavedValue group(double rate, std::size_t parameters) {
  std::vector<SavedValue> numbers;
  for (std::size_t i = 0; i < parameters; ++i) numbers.emplace_back(static_cast<std::int64_t>(i));
  SavedValue values = SavedValue::dict();
  values.add("lr", rate);
  values.add("params", SavedValue::list(std::move(numbers)));
  return SavedValue::list({std::move(values)});
}

SavedValue sgd_values(const network::Sgd& sgd, double rate, Host& host) {
  SavedValue states = SavedValue::dict();
  for (std::size_t i = 0; i < sgd.buffers().size(); ++i) {
    if (!sgd.buffers()[i].defined()) continue;
    SavedValue one = SavedValue::dict();
    one.add("momentum_buffer", host(sgd.buffers()[i]));
    states.add(static_cast<std::int64_t>(i), std::move(one));
  }
  SavedValue values = SavedValue::dict();
  values.add("state", std::move(states));
  values.add("param_groups", group(rate, sgd.buffers().size()));
  return values;
}

// Of the architecture parameters, or of the controller's.
std::vector<network::Adam::State> adam_states(const SearchState& state) {
  return state.controller_training ? state.controller_training->state().adam : state.trainer.adam().states();
}

SavedValue adam_values(const std::vector<network::Adam::State>& own, double rate, Host& host) {
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
  values.add("param_groups", group(rate, own.size()));
  return values;
}

SavedValue baseline_value(const SearchState& state) {
  if (!state.controller_training) return {};
  const auto baseline = state.controller_training->state().baseline;
  return baseline ? SavedValue(*baseline) : SavedValue();
}

// The numbers of the weights that a backward pass has reached (network::Sgd).
SavedValue reached_values(const SearchState& state) {
  std::vector<SavedValue> reached;
  std::int64_t number = 0;
  for (const at::Tensor& parameter : state.supernet.weights().parameters()) {
    if (parameter.grad().defined()) reached.emplace_back(number);
    ++number;
  }
  SavedValue values = SavedValue::dict();
  values.add("reached", SavedValue::list(std::move(reached)));
  return values;
}

SavedValue labels_values(const StateLabels& labels) {
  SavedValue args = SavedValue::dict();
  args.add("algo", labels.algorithm);
  args.add("dataset", labels.dataset);
  args.add("rand_seed", static_cast<std::int64_t>(labels.seed));
  args.add("overwite_epochs", labels.epochs);
  return args;
}

at::Tensor to_tensor(const Tensor& tensor) {
  const at::ScalarType type = tensor.dtype == "float64" ? at::kDouble
                              : tensor.dtype == "int64" ? at::kLong
                                                        : at::kFloat;
  if (tensor.dtype != dtype_of(type)) {
    throw Error(fmt::format("tensors of {}, where float32, float64 and int64 are read", tensor.dtype));
  }
  const at::Tensor values = at::empty(tensor.shape, type);
  std::memcpy(values.data_ptr(), tensor.data.data(), tensor.data.size());
  return values;
}

// The parts of a checkpoint, as tensors.
class Reader {
 public:
  explicit Reader(const SavedFile& file) : file_(file) {}

  at::Tensor tensor(const PickleValue& value) const { return to_tensor(file_.tensor(value)); }

  void network(SearchState& state) const {
    const PickleValue& model = file_.root().at("search_model");
    const network::Weights all = state.model();
    for (const network::Weights::Entry& entry : all.entries()) all.load(entry.name, tensor(model.at(entry.name)));
  }

  void sgd(network::Sgd& sgd) const {
    std::vector<at::Tensor> buffers(sgd.buffers().size());
    const PickleValue& states = file_.root().at("w_optimizer").at("state");
    for (std::size_t i = 0; i < states.size(); ++i) {
      const auto number = static_cast<std::size_t>(states.key(i).integer());
      if (number >= buffers.size()) throw Error(fmt::format("momentum of weights {}, which are not there", number));
      buffers[number] = tensor(states.value(i).at("momentum_buffer"));
    }
    sgd.restore(buffers);
  }

  void adam(SearchState& state) const {
    std::vector<network::Adam::State> own(adam_states(state).size());
    const PickleValue& states = file_.root().at("a_optimizer").at("state");
    for (std::size_t i = 0; i < states.size(); ++i) {
      const auto number = static_cast<std::size_t>(states.key(i).integer());
      if (number >= own.size()) throw Error(fmt::format("a state of parameter {}, which is not there", number));
      const PickleValue& one = states.value(i);
      const auto step = static_cast<std::int64_t>(tensor(one.at("step")).item<double>());
      own[number] = {step, tensor(one.at("exp_avg")), tensor(one.at("exp_avg_sq"))};
    }
    if (!state.controller_training) return state.trainer.adam().restore(own);
    const PickleValue& baseline = file_.root().at("baseline");
    ControllerTraining::State controller{std::nullopt, std::move(own)};
    if (!baseline.is_none()) controller.baseline = baseline.number();
    state.controller_training->restore(controller);
  }

  void reached(const network::Weights& weights) const {
    const std::vector<at::Tensor> parameters = weights.parameters();
    for (const PickleValue& item : file_.root().at("cellar").at("reached").items()) {
      const auto number = static_cast<std::size_t>(item.integer());
      if (number >= parameters.size()) throw Error(fmt::format("weights {}, which are not there", number));
      parameters[number].mutable_grad() = at::zeros_like(parameters[number]);
    }
  }

  void found(SearchState& state) const {
    state.epochs = static_cast<int>(file_.root().at("epoch").integer());
    const PickleValue& cells = file_.root().at("genotypes");
    const PickleValue& accuracies = file_.root().at("valid_accuracies");
    for (std::size_t i = 0; i < cells.size(); ++i) {
      state.derived[static_cast<int>(cells.key(i).integer())] = nb201::parse_cell(cells.value(i).text());
    }
    for (std::size_t i = 0; i < accuracies.size(); ++i) {
      state.accuracies[static_cast<int>(accuracies.key(i).integer())] = accuracies.value(i).number();
    }
  }

 private:
  const SavedFile& file_;
};

}  // namespace

SearchState::SearchState(const network::SupernetOptions& network, const TrainerOptions& options,
                         const ControllerTraining::Options* controller_options, network::TensorKind kind)
    : supernet(network, kind), alphas(make_alphas(kind)), trainer(supernet, alphas, options) {
  if (controller_options == nullptr) return;
  controller = std::make_unique<Controller>(Controller::Options{}, kind);
  controller_training = std::make_unique<ControllerTraining>(*controller, *controller_options);
}

network::Weights SearchState::model() const {
  network::Weights all;
  all.parameter("arch_parameters", alphas);
  for (const network::Weights::Entry& entry : supernet.weights().entries()) {
    entry.is_parameter ? all.parameter(entry.name, entry.tensor) : all.buffer(entry.name, entry.tensor);
  }
  if (controller) controller->collect("controller.", all);
  return all;
}

void SearchState::initialise(std::uint64_t seed) {
  network::initialise_uniform(supernet.weights(), seed);
  Rng rng(derive_seed(seed, 1));
  const at::Tensor values = at::empty(alphas.sizes(), at::kDouble);
  for (std::int64_t i = 0; i < values.numel(); ++i) values.data_ptr<double>()[i] = 1e-3 * rng.normal();
  const at::NoGradGuard no_grad;
  alphas.copy_(values);
  if (controller) controller->initialise(rng);
}

void save_state(const SearchState& state, const StateLabels& labels, const std::filesystem::path& file) {
  Host host;
  SavedValue cells = SavedValue::dict();
  for (const auto& [epoch, cell] : state.derived) cells.add(std::int64_t{epoch}, nb201::format_cell(cell));
  SavedValue accuracies = SavedValue::dict();
  for (const auto& [epoch, accuracy] : state.accuracies) accuracies.add(std::int64_t{epoch}, accuracy);
  SavedValue root = SavedValue::dict();
  root.add("epoch", state.epochs);
  root.add("args", labels_values(labels));
  root.add("baseline", baseline_value(state));
  root.add("search_model", network_values(state, host));
  root.add("w_optimizer", sgd_values(state.trainer.sgd(), labels.rate, host));
  root.add("a_optimizer", adam_values(adam_states(state), labels.alpha_rate, host));
  root.add("w_scheduler", SavedValue::dict());
  root.add("genotypes", std::move(cells));
  root.add("valid_accuracies", std::move(accuracies));
  root.add("cellar", reached_values(state));
  write_saved(root, file);
}

void load_state(SearchState& state, const std::filesystem::path& file) {
  const SavedFile saved(file);
  const Reader reader(saved);
  try {
    reader.network(state);
    reader.sgd(state.trainer.sgd());
    reader.adam(state);
    reader.reached(state.supernet.weights());
    reader.found(state);
  } catch (const Error& error) {
    throw Error(fmt::format("{} does not fit this search: {}", file.string(), error.what()));
  }
}

}  // namespace cellar::oneshot
