#include "searchers/oneshot/checks/check_checkpoint.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <cmath>
#include <string>
#include <vector>

#include "core/errors.hpp"
#include "core/formats/search_checkpoint/last_info.hpp"
#include "core/formats/search_checkpoint/search_checkpoint.hpp"

namespace cellar::oneshot {

namespace {

using network::Comparison;
using network::RecordedValue;
using Strings = std::vector<std::string>;

constexpr double kSummation = 1e-13;  // rounding of a sum in double, over the sum of the magnitudes

PlainValue plain(const RecordedValue& value) {
  if (value.is_null()) return std::monostate();
  if (value.is_flag()) return value.flag();
  if (value.is_integer()) return value.integer();
  if (value.is_text()) return value.text();
  if (value.is_list()) return value.numbers();
  return value.number();
}

void compare_settings(const Settings& settings, const RecordedValue& recorded, Comparison& comparison) {
  comparison.same(recorded.place() + ", number", std::to_string(settings.size()), std::to_string(recorded.size()));
  for (const auto& [name, value] : recorded.members()) {
    const PlainValue* const own = find_setting(settings, name);
    comparison.same(value.place(), own == nullptr ? "nothing" : spelled(*own), spelled(plain(value)));
  }
}

std::string said(const std::string& value) { return value; }
std::string said(double value) { return fmt::format("{}", value); }
std::string recorded_as(const RecordedValue& value, const std::string& /*kind*/) { return value.text(); }
std::string recorded_as(const RecordedValue& value, double /*kind*/) { return said(value.number()); }

template <class Value>
void compare_epochs(const ByEpoch<Value>& values, const RecordedValue& recorded, Comparison& comparison) {
  const std::size_t own = values.epochs.size() + (values.best ? 1 : 0);
  comparison.same(recorded.place() + ", number", std::to_string(own), std::to_string(recorded.size()));
  for (const auto& [epoch, value] : values.epochs) {
    const RecordedValue other = recorded.at(std::to_string(epoch));
    comparison.same(other.place(), said(value), recorded_as(other, value));
  }
  if (!values.best) return;
  comparison.same(recorded.at("best").place(), said(*values.best), recorded_as(recorded.at("best"), *values.best));
}

// What is recorded of a tensor's elements: sums in double, in another order.
void compare_tensor(const SavedFile& file, const StoredTensor& tensor, const RecordedValue& recorded,
                    Comparison& comparison) {
  const std::vector<std::int64_t> shape = recorded.at("shape").integers();
  comparison.holds(recorded.place() + "/shape", tensor.type.shape == shape);
  comparison.same(recorded, "dtype", tensor.type.dtype);
  const std::vector<double> values = file.tensor(tensor.place).values();
  double sum = 0, squares = 0, magnitudes = 0;
  for (const double value : values) {
    sum += value;
    squares += value * value;
    magnitudes += std::abs(value);
  }
  comparison.number(recorded, "sum", sum, kSummation * magnitudes);
  comparison.number(recorded, "sumsq", squares);
  if (!values.empty()) comparison.number(recorded, "first", values.front());
}

void compare_tensors(const SavedFile& file, const std::vector<StoredTensor>& tensors, const RecordedValue& recorded,
                     Comparison& comparison) {
  const auto all = recorded.list();
  comparison.same(recorded.place() + ", number", std::to_string(tensors.size()), std::to_string(all.size()));
  for (std::size_t i = 0; i < std::min(tensors.size(), all.size()); ++i) {
    comparison.same(all[i], "name", tensors[i].name);
    compare_tensor(file, tensors[i], all[i], comparison);
  }
}

void compare_entry(const SavedFile& file, const OptimizerState::Entry& entry, const RecordedValue& recorded,
                   Comparison& comparison) {
  comparison.same(recorded, "index", entry.parameter);
  const std::size_t own = entry.tensors.size() + (entry.step ? 1 : 0) + 1;
  comparison.same(recorded.place() + ", number", std::to_string(own), std::to_string(recorded.size()));
  for (const StoredTensor& tensor : entry.tensors) {
    compare_tensor(file, tensor, recorded.at(tensor.name), comparison);
  }
  if (!entry.step) return;
  const RecordedValue step = recorded.at("step");  // an array without dimensions
  comparison.holds(step.place() + "/shape", step.at("shape").size() == 0);
  comparison.setting(step, "sum", *entry.step);
  comparison.setting(step, "sumsq", *entry.step * *entry.step);
}

void compare_optimizer(const SavedFile& file, const std::optional<OptimizerState>& state, const RecordedValue& content,
                       const std::string& key, Comparison& comparison) {
  comparison.holds(key + " is there", state.has_value() == content.has(key));
  if (!state || !content.has(key)) return;
  const RecordedValue recorded = content.at(key);
  const auto groups = recorded.at("param_groups").list(), entries = recorded.at("state").list();
  comparison.same(recorded, "state_entries", static_cast<std::int64_t>(state->entries.size()));
  comparison.holds(key + ", number of groups", groups.size() == state->groups.size());
  comparison.holds(key + ", number of entries", entries.size() == state->entries.size());
  for (std::size_t i = 0; i < std::min(groups.size(), state->groups.size()); ++i) {
    compare_settings(state->groups[i], groups[i], comparison);
  }
  for (std::size_t i = 0; i < std::min(entries.size(), state->entries.size()); ++i) {
    compare_entry(file, state->entries[i], entries[i], comparison);
  }
}

void compare_alphas(const SearchCheckpoint& checkpoint, const RecordedValue& content, Comparison& comparison) {
  comparison.holds("alphas are there", checkpoint.alphas.empty() != content.has("alphas"));
  if (!content.has("alphas")) return;
  const auto rows = content.at("alphas").list();
  comparison.holds("alphas, edges", rows.size() == checkpoint.alphas.size());
  for (std::size_t i = 0; i < std::min(rows.size(), checkpoint.alphas.size()); ++i) {
    comparison.value(rows[i].place(), at::tensor(checkpoint.alphas[i], at::kDouble),
                     at::tensor(rows[i].numbers(), at::kDouble));
  }
}

void compare_content(const SearchCheckpoint& checkpoint, const RecordedValue& content, Comparison& comparison) {
  const SavedFile& file = *checkpoint.file;
  comparison.same(content, "keys", checkpoint.keys);
  comparison.same(content, "epoch", checkpoint.finished_epochs);
  compare_settings(checkpoint.args, content.at("args"), comparison);
  comparison.holds("baseline is there", checkpoint.baseline.has_value() == content.has("baseline"));
  if (checkpoint.baseline) comparison.setting(content, "baseline", *checkpoint.baseline);
  compare_epochs(checkpoint.genotypes, content.at("genotypes"), comparison);
  compare_epochs(checkpoint.valid_accuracies, content.at("valid_accuracies"), comparison);
  compare_tensors(file, checkpoint.weights, content.at(content.has("shared_cnn") ? "shared_cnn" : "search_model"),
                  comparison);
  if (content.has("controller")) {
    compare_tensors(file, checkpoint.controller, content.at("controller"), comparison);
  }
  compare_alphas(checkpoint, content, comparison);
  compare_optimizer(file, checkpoint.weight_optimizer, content, "w_optimizer", comparison);
  compare_optimizer(file, checkpoint.architecture_optimizer, content, "a_optimizer", comparison);
  compare_settings(checkpoint.scheduler, content.at("w_scheduler"), comparison);
}

void compare_last_info(const std::filesystem::path& path, const RecordedValue& content, Comparison& comparison) {
  const SavedFile file(path);
  const LastInfo info = read_last_info(file);
  Strings keys;
  for (std::size_t i = 0; i < file.root().size(); ++i) keys.emplace_back(file.root().key(i).text());
  comparison.same(content, "keys", keys);
  comparison.same(content, "epoch", info.epoch);
  comparison.same(content, "last_checkpoint", info.last_checkpoint);
  const std::string global(file.root().at("last_checkpoint").callable().text());
  comparison.same(content, "last_checkpoint_type", global.substr(global.find(' ') + 1));
  compare_settings(info.args, content.at("args"), comparison);
}

// The script's name of an algorithm, of the folder's "nats_darts-v1" or "nb201_DARTS-V1".
std::string algorithm_of(const std::string& name) {
  std::string algorithm = name.substr(name.find('_') + 1);
  for (char& letter : algorithm) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  return algorithm == "random-nas" ? "random" : algorithm;
}

}  // namespace

Comparison check_checkpoint(const std::filesystem::path& folder, const RecordedValue& expected) {
  Comparison comparison(network::tolerances(at::kDouble));
  for (const std::string which : {"basic", "last-info"}) {
    if (!expected.has(which)) continue;
    const RecordedValue facts = expected.at(which);
    const auto zip = folder / facts.at("zip_file").text(), legacy = folder / facts.at("legacy_file").text();
    compare_zip(zip, facts, comparison);
    compare_legacy(legacy, facts, comparison);
    for (const auto& file : {zip, legacy}) {
      if (which == "last-info") {
        compare_last_info(file, facts.at("content"), comparison);
        continue;
      }
      const SearchCheckpoint checkpoint = read_search_checkpoint(file);
      compare_content(checkpoint, facts.at("content"), comparison);
      if (expected.has("name")) {
        comparison.same("algorithm", checkpoint.algorithm, algorithm_of(expected.at("name").text()));
      }
      // The scripts copy a checkpoint that is better than all before; the key "best" says how good it was.
      if (expected.has("has_best_copy")) {
        comparison.holds("has_best_copy",
                         expected.at("has_best_copy").flag() == (checkpoint.valid_accuracies.best.value_or(-1) > 0));
      }
    }
  }
  return comparison;
}

}  // namespace cellar::oneshot
