#include "searchers/oneshot/checkpoint_state.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

#include "core/errors.hpp"
#include "core/printable.hpp"
#include "space/nb201/cell.hpp"

namespace cellar::oneshot {

namespace {

using Dialect = SearchCheckpoint::Dialect;

constexpr std::string_view kParallel = "module.";  // before the names of NAS-Bench-201's ENAS

std::string_view without_prefix(std::string_view name) {
  if (name.starts_with(kParallel)) name.remove_prefix(kParallel.size());
  return name;
}

at::Tensor to_tensor(const Tensor& tensor) {
  const at::ScalarType type = tensor.dtype == "float64" ? at::kDouble
                              : tensor.dtype == "int64" ? at::kLong
                                                        : at::kFloat;
  if (type == at::kFloat && tensor.dtype != "float32") {
    throw Error(fmt::format("tensors of {}, where float32, float64 and int64 are read", tensor.dtype));
  }
  const at::Tensor values = at::empty(tensor.shape, type);
  if (!tensor.data.empty()) std::memcpy(values.data_ptr(), tensor.data.data(), tensor.data.size());
  return values;
}

// The parts of a checkpoint, as tensors.
class Reader {
 public:
  explicit Reader(const SearchCheckpoint& checkpoint) : checkpoint_(checkpoint) {}

  void network(SearchState& state) const {
    const network::Weights all = state.model();
    for (const network::Weights::Entry& entry : all.entries()) {
      const StoredTensor* stored = find(entry.name);
      if (stored != nullptr) {
        all.load(entry.name, tensor(*stored));
      } else if (entry.name != "arch_parameters") {  // some searches have none
        throw Error(fmt::format("the weights '{}' are missing", entry.name));
      }
    }
  }

  void sgd(network::Sgd& sgd) const {
    if (!checkpoint_.weight_optimizer) return;
    std::vector<at::Tensor> buffers(sgd.buffers().size());
    for (const OptimizerState::Entry& entry : checkpoint_.weight_optimizer->entries) {
      const std::size_t number = position(entry, buffers.size());
      buffers[number] = tensor(part(entry, "momentum_buffer"));
    }
    sgd.restore(buffers);
  }

  void adam(SearchState& state) const {
    if (!checkpoint_.architecture_optimizer) return;
    const auto present =
        state.controller_training ? state.controller_training->state().adam : state.trainer.adam().states();
    std::vector<network::Adam::State> own(present.size());
    for (const OptimizerState::Entry& entry : checkpoint_.architecture_optimizer->entries) {
      const std::size_t number = position(entry, own.size());
      own[number] = {static_cast<std::int64_t>(entry.step.value_or(0)), tensor(part(entry, "exp_avg")),
                     tensor(part(entry, "exp_avg_sq"))};
    }
    if (state.controller_training) {
      state.controller_training->restore({checkpoint_.baseline, std::move(own)});
    } else {
      state.trainer.adam().restore(own);
    }
  }

  void found(SearchState& state) const {
    state.epochs = state.reported = checkpoint_.finished_epochs;
    for (const auto& [epoch, genotype] : checkpoint_.genotypes.epochs) {
      if (epoch >= 0 && epoch < state.epochs) state.derived[epoch] = nb201::parse_cell(genotype);
    }
    if (const auto& result = checkpoint_.result) {
      state.result = {nb201::parse_cell(result->genotype), result->valid_accuracy};
    }
    for (const auto& [epoch, accuracy] : checkpoint_.valid_accuracies.epochs) {
      if (epoch >= 0 && epoch < state.epochs) state.accuracies[epoch] = accuracy;
    }
  }

  // What only our own say.
  void own(SearchState& state) const {
    const PickleValue* const own = checkpoint_.file->root().find("cellar");
    if (own == nullptr) return;
    const std::vector<at::Tensor> parameters = state.supernet.weights().parameters();
    for (const PickleValue& item : own->at("reached").items()) {
      const auto number = static_cast<std::size_t>(item.integer());
      if (number >= parameters.size()) throw Error(fmt::format("weights {}, which are not there", number));
      parameters[number].mutable_grad() = at::zeros_like(parameters[number]);
    }
    state.reported = static_cast<int>(own->at("reported").integer());
    if (state.reported < 0 || state.reported > state.epochs) throw Error("it has reported epochs that it has not made");
    if (const PickleValue* gradient = own->find("alpha_gradient")) {
      const at::Tensor value = to_tensor(checkpoint_.file->tensor(*gradient));
      if (value.sizes() != state.alphas.sizes()) throw Error("the gradient of its architecture parameters is damaged");
      state.alphas.mutable_grad() = value.to(state.alphas.options().requires_grad(false));
    }
  }

 private:
  const StoredTensor* find(std::string_view name) const {
    for (const StoredTensor& stored : checkpoint_.weights) {
      if (without_prefix(stored.name) == name) return &stored;
    }
    constexpr std::string_view kController = "controller.";
    if (!name.starts_with(kController)) return nullptr;
    return find_tensor(checkpoint_.controller, name.substr(kController.size()));
  }

  at::Tensor tensor(const StoredTensor& stored) const { return to_tensor(checkpoint_.file->tensor(stored.place)); }

  static const StoredTensor& part(const OptimizerState::Entry& entry, std::string_view name) {
    const StoredTensor* const found = find_tensor(entry.tensors, name);
    if (found == nullptr) throw Error(fmt::format("its optimiser has no {} of parameter {}", name, entry.parameter));
    return *found;
  }

  static std::size_t position(const OptimizerState::Entry& entry, std::size_t parameters) {
    const auto number = static_cast<std::size_t>(entry.parameter);
    if (number >= parameters) throw Error(fmt::format("its optimiser has a parameter {}, of {}", number, parameters));
    return number;
  }

  const SearchCheckpoint& checkpoint_;
};

const StoredTensor& weights_of(const SearchCheckpoint& checkpoint, std::string_view name) {
  for (const StoredTensor& stored : checkpoint.weights) {
    if (without_prefix(stored.name) == name && !stored.type.shape.empty()) return stored;
  }
  throw Error(fmt::format("{} is no checkpoint of a supernet of nb201: it has no weights '{}'",
                          checkpoint.file->source(), name));
}

bool has(const SearchCheckpoint& checkpoint, std::string_view name) {
  for (const StoredTensor& stored : checkpoint.weights) {
    if (without_prefix(stored.name) == name) return true;
  }
  return false;
}

// Of a stage: search cells of a network have an edge 1<-0 each.
int cells_in(const SearchCheckpoint& checkpoint) {
  int cells = 0;
  for (const StoredTensor& stored : checkpoint.weights)
    cells += stored.name.ends_with(".edges.1<-0.2.op.1.weight") ? 1 : 0;
  return cells / 3;
}

}  // namespace

void check_continuation(const SearchCheckpoint& checkpoint, const std::string& searcher, const StateLabels& labels,
                        int epochs) {
  const std::string& algorithm = labels.algorithm;
  const std::string own = algorithm == "rsps" ? "random" : algorithm;
  const std::string& made_by = checkpoint.algorithm;
  const bool is_other = !made_by.empty() && made_by != searcher && made_by != algorithm && made_by != own;
  if (is_other) {
    const std::string name =
        made_by.starts_with(searcher + "-") ? fmt::format("{} ({})", searcher, algorithm) : searcher;
    throw Error(
        fmt::format("{} is a checkpoint of {}; {} cannot go on from it", checkpoint.file->source(), made_by, name));
  }
  const std::string images = text_setting(checkpoint.args, "images");
  if (!images.empty() && images != labels.images) {
    throw Error(fmt::format("{} has weights that were trained on {}, and this search trains on {}",
                            checkpoint.file->source(), printable(images), labels.images));
  }
  if (checkpoint.finished_epochs < epochs) return;
  throw Error(fmt::format("{} has {} epochs behind it and the search makes {}: give more, as in {}(epochs={})",
                          checkpoint.file->source(), checkpoint.finished_epochs, epochs, searcher,
                          2 * checkpoint.finished_epochs));
}

network::SupernetOptions checkpoint_network(const SearchCheckpoint& checkpoint,
                                            const network::SupernetOptions& wanted) {
  using Names = network::SupernetOptions::Names;
  network::SupernetOptions options = wanted;
  const std::string mark = checkpoint.dialect == Dialect::nats ? "_" : "";
  options.names = checkpoint.dialect == Dialect::nats ? Names::nats_bench : Names::nas_bench_201;
  auto& [channels, cells, classes, side] = options.skeleton;
  channels = static_cast<int>(weights_of(checkpoint, mark + "stem.0.weight").type.shape[0]);
  classes = static_cast<int>(weights_of(checkpoint, "classifier.weight").type.shape[0]);
  cells = cells_in(checkpoint);
  const auto& asked = wanted.skeleton;
  if (channels != asked.channels || cells != asked.cells) {
    throw Error(fmt::format("{} is a search with channels={},cells={}; this one has channels={},cells={}",
                            checkpoint.file->source(), channels, cells, asked.channels, asked.cells));
  }
  if (classes != asked.classes) {
    throw Error(fmt::format("{} is a search on images of {} classes; these have {}", checkpoint.file->source(), classes,
                            asked.classes));
  }
  const std::string norm = mark + "cells.0.edges.1<-0.2.op.2.";
  options.cells = {has(checkpoint, norm + "weight"), has(checkpoint, norm + "running_mean")};
  options.head = {has(checkpoint, "lastact.0.weight"), has(checkpoint, "lastact.0.running_mean")};
  return options;
}

void load_checkpoint(SearchState& state, const SearchCheckpoint& checkpoint) {
  const Reader reader(checkpoint);
  try {
    reader.network(state);
    reader.sgd(state.trainer.sgd());
    reader.adam(state);
    reader.found(state);
    reader.own(state);
  } catch (const Error& error) {
    throw Error(fmt::format("{} does not fit this search: {}", checkpoint.file->source(), error.what()));
  }
}

}  // namespace cellar::oneshot
