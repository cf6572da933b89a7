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
  model.add("arch_parameters", host(state.alphas));
  for (const network::Weights::Entry& entry : state.supernet.weights().entries()) {
    model.add(entry.name, host(entry.tensor));
  }
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

SavedValue adam_values(const network::Adam& adam, double rate, Host& host) {
  const network::Adam::State& own = adam.states().front();
  SavedValue states = SavedValue::dict();
  if (own.step > 0) {
    SavedValue one = SavedValue::dict();
    one.add("step", host(at::scalar_tensor(static_cast<double>(own.step), at::kFloat)));
    one.add("exp_avg", host(own.m));
    one.add("exp_avg_sq", host(own.v));
    states.add(0, std::move(one));
  }
  SavedValue values = SavedValue::dict();
  values.add("state", std::move(states));
  values.add("param_groups", group(rate, 1));
  return values;
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
    network::Weights all = state.supernet.weights();
    all.parameter("arch_parameters", state.alphas);
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

  void adam(network::Adam& adam) const {
    const PickleValue& states = file_.root().at("a_optimizer").at("state");
    if (states.size() == 0) return;
    const PickleValue& one = states.value(0);
    const double step = tensor(one.at("step")).item<double>();
    adam.restore({{static_cast<std::int64_t>(step), tensor(one.at("exp_avg")), tensor(one.at("exp_avg_sq"))}});
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
                         network::TensorKind kind)
    : supernet(network, kind), alphas(make_alphas(kind)), trainer(supernet, alphas, options) {}

void SearchState::initialise(std::uint64_t seed) {
  network::initialise_uniform(supernet.weights(), seed);
  Rng rng(derive_seed(seed, 1));
  const at::Tensor values = at::empty(alphas.sizes(), at::kDouble);
  for (std::int64_t i = 0; i < values.numel(); ++i) values.data_ptr<double>()[i] = 1e-3 * rng.normal();
  const at::NoGradGuard no_grad;
  alphas.copy_(values);
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
  root.add("baseline", SavedValue());
  root.add("search_model", network_values(state, host));
  root.add("w_optimizer", sgd_values(state.trainer.sgd(), labels.rate, host));
  root.add("a_optimizer", adam_values(state.trainer.adam(), labels.alpha_rate, host));
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
    reader.adam(state.trainer.adam());
    reader.reached(state.supernet.weights());
    reader.found(state);
  } catch (const Error& error) {
    throw Error(fmt::format("{} does not fit this search: {}", file.string(), error.what()));
  }
}

}  // namespace cellar::oneshot
