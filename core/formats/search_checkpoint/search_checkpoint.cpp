#include "core/formats/search_checkpoint/search_checkpoint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "core/errors.hpp"
#include "core/formats/named_source.hpp"
#include "core/formats/search_checkpoint/algorithm.hpp"
#include "core/formats/search_checkpoint/genotype.hpp"
#include "core/formats/search_checkpoint/saved_kind.hpp"
#include "core/printable.hpp"

namespace cellar {

namespace {

using Kind = PickleValue::Kind;
using Dialect = SearchCheckpoint::Dialect;

constexpr std::size_t kMostEpochs = 1'000'000;
constexpr std::size_t kMostAlphas = 4096;
constexpr std::string_view kController = "controller.";

template <class Value, class Read>
ByEpoch<Value> by_epoch(const PickleValue& dict, std::string_view what, Read&& read) {
  if (!dict.is(Kind::dict)) throw Error(fmt::format("{} is {}, a dict is needed", what, name_of(dict.kind())));
  if (dict.size() > kMostEpochs) throw Error(fmt::format("{} has {} epochs", what, dict.size()));
  ByEpoch<Value> values;
  for (std::size_t i = 0; i < dict.size(); ++i) {
    const PickleValue& key = dict.key(i);
    if (key.is(Kind::integer)) {
      values.epochs[int_value(key, "an epoch")] = read(dict.value(i));
    } else if (key.text() == "best") {
      values.best = read(dict.value(i));
    } else {
      throw Error(fmt::format("{} has an entry '{}', neither an epoch nor best", what, printable(key.text())));
    }
  }
  return values;
}

std::vector<std::vector<double>> read_alphas(const SearchCheckpoint& checkpoint) {
  const StoredTensor* stored = nullptr;
  for (const StoredTensor& tensor : checkpoint.weights) {
    const std::string_view name = tensor.name;
    if (name == "arch_parameters" || name == "module.arch_parameters") stored = &tensor;
  }
  if (stored == nullptr) return {};
  const auto& shape = stored->type.shape;
  const bool fits = shape.size() == 2 && shape[0] <= static_cast<std::int64_t>(kMostAlphas) &&
                    shape[1] <= static_cast<std::int64_t>(kMostAlphas) &&
                    shape[0] * shape[1] <= static_cast<std::int64_t>(kMostAlphas);
  if (!fits)
    throw Error(fmt::format("the alphas have shape ({}), [edges, operations] is needed", fmt::join(shape, ", ")));
  const auto values = checkpoint.file->tensor(stored->place).values();
  std::vector<std::vector<double>> alphas;
  const auto columns = static_cast<std::ptrdiff_t>(shape[1]);
  for (std::int64_t row = 0; row < shape[0]; ++row) {
    const auto begin = values.begin() + static_cast<std::ptrdiff_t>(row) * columns;
    alphas.emplace_back(begin, begin + columns);
  }
  return alphas;
}

// NATS-Bench's one script calls the parts of its network "_stem", the scripts of NAS-Bench-201 "stem".
Dialect dialect_of(const PickleValue& root, const std::vector<StoredTensor>& weights) {
  if (root.find("shared_cnn")) return Dialect::nb201;
  const auto starts = [&](std::string_view part) {
    return std::any_of(weights.begin(), weights.end(),
                       [&](const StoredTensor& tensor) { return tensor.name.starts_with(part); });
  };
  return starts("stem.") || starts("module.stem.") ? Dialect::nb201 : Dialect::nats;
}

void read_weights(const PickleValue& root, SearchCheckpoint& checkpoint) {
  const PickleValue* shared = root.find("shared_cnn");
  checkpoint.weights = stored_tensors(shared ? *shared : root.at("search_model"), *checkpoint.file);
  if (const PickleValue* controller = root.find("controller")) {
    checkpoint.controller = stored_tensors(*controller, *checkpoint.file);
  }
  for (const StoredTensor& tensor : checkpoint.weights) {
    if (!tensor.name.starts_with(kController)) continue;
    checkpoint.controller.push_back({tensor.name.substr(kController.size()), tensor.type, tensor.place});
  }
}

std::optional<OptimizerState> optimizer_in(const PickleValue& root, std::string_view key, const SavedFile& file) {
  const PickleValue* state = root.find(key);
  return state ? std::optional(read_optimizer_state(*state, file)) : std::nullopt;
}

// Cellar's own: the original does not save what it derives after the last epoch.
std::optional<SearchCheckpoint::Result> result_in(const PickleValue& root) {
  const PickleValue* const own = root.find("cellar");
  const PickleValue* const result = own ? own->find("result") : nullptr;
  if (result == nullptr) return std::nullopt;
  return SearchCheckpoint::Result{genotype_text(result->at("genotype")), result->at("valid_accuracy").number()};
}

std::optional<int> total_epochs(const SearchCheckpoint& checkpoint) {
  std::optional<std::int64_t> total = integer_setting(checkpoint.args, "overwite_epochs");  // as the original spells it
  if (const auto scheduled = integer_setting(checkpoint.scheduler, "max_epochs")) {
    total = *scheduled + integer_setting(checkpoint.scheduler, "warmup_epochs").value_or(0);
  }
  const bool sensible = total && *total > 0 && *total <= static_cast<std::int64_t>(kMostEpochs);
  return sensible ? std::optional(static_cast<int>(*total)) : std::nullopt;
}

SearchCheckpoint read(std::shared_ptr<const SavedFile> file) {
  SearchCheckpoint checkpoint;
  const PickleValue& root = file->root();
  const SavedKind kind = saved_kind(root);
  if (kind != SavedKind::search_checkpoint) {
    throw Error(fmt::format("{} {}; a checkpoint of a search was expected", file->source(), describe(kind)));
  }
  checkpoint.file = std::move(file);
  for (std::size_t i = 0; i < root.size(); ++i) checkpoint.keys.push_back(printable(root.key(i).text()));
  checkpoint.finished_epochs = int_value(root.at("epoch"), "the epoch");
  if (const PickleValue* args = root.find("args")) checkpoint.args = read_settings(*args);
  if (const PickleValue* baseline = root.find("baseline"); baseline && !baseline->is_none()) {
    checkpoint.baseline = baseline->number();
  }
  checkpoint.genotypes = by_epoch<std::string>(root.at("genotypes"), "genotypes", genotype_text);
  if (const PickleValue* accuracies = root.find("valid_accuracies")) {
    checkpoint.valid_accuracies =
        by_epoch<double>(*accuracies, "valid_accuracies", [](const PickleValue& value) { return value.number(); });
  }
  checkpoint.result = result_in(root);
  read_weights(root, checkpoint);
  checkpoint.alphas = read_alphas(checkpoint);
  checkpoint.dialect = dialect_of(root, checkpoint.weights);
  checkpoint.weight_optimizer = optimizer_in(root, "w_optimizer", *checkpoint.file);
  checkpoint.architecture_optimizer = optimizer_in(root, "a_optimizer", *checkpoint.file);
  if (const PickleValue* scheduler = root.find("w_scheduler")) checkpoint.scheduler = read_settings(*scheduler);
  checkpoint.total_epochs = total_epochs(checkpoint);
  if (!checkpoint.is_own()) checkpoint.seed = integer_setting(checkpoint.args, "rand_seed");
  checkpoint.algorithm = algorithm_of(checkpoint);
  return checkpoint;
}

}  // namespace

std::string SearchCheckpoint::last_genotype() const {
  if (result) return result->genotype;
  const auto last = genotypes.epochs.find(finished_epochs - 1);
  if (last != genotypes.epochs.end()) return last->second;
  return genotypes.epochs.empty() ? "" : genotypes.epochs.rbegin()->second;
}

SearchCheckpoint read_search_checkpoint(const std::filesystem::path& file) {
  return read_search_checkpoint(std::make_shared<const SavedFile>(file));
}

SearchCheckpoint read_search_checkpoint(std::shared_ptr<const SavedFile> file) {
  const std::string source = file->source();
  return in_file(source, [&] { return read(std::move(file)); });
}

}  // namespace cellar
