#include "core/formats/search_checkpoint/optimizer_state.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"
#include "core/printable.hpp"

namespace cellar {

namespace {

using Kind = PickleValue::Kind;

constexpr std::size_t kMostTensors = 100'000;  // a network of the original has some 500
constexpr std::size_t kMostGroups = 1000;

const PickleValue& dict_of(const PickleValue& value, std::string_view what) {
  if (!value.is(Kind::dict)) throw Error(fmt::format("{} should stand where {} does", name_of(value.kind()), what));
  if (value.size() > kMostTensors) throw Error(fmt::format("{} entries are too many for {}", value.size(), what));
  return value;
}

double step_of(const PickleValue& value, const SavedFile& file) {
  if (!is_tensor(value)) return value.number();
  const TensorType type = file.type(value);
  for (const std::int64_t size : type.shape) {
    if (size != 1) throw Error(fmt::format("a step of shape ({})", fmt::join(type.shape, ", ")));
  }
  return file.tensor(value).values().at(0);
}

OptimizerState::Entry read_entry(std::int64_t parameter, const PickleValue& dict, const SavedFile& file) {
  OptimizerState::Entry entry{parameter, {}, std::nullopt};
  dict_of(dict, "an optimiser's state of a parameter");
  for (std::size_t i = 0; i < dict.size(); ++i) {
    const std::string_view name = dict.key(i).text();
    const PickleValue& value = dict.value(i);
    if (name == "step") {
      entry.step = step_of(value, file);
    } else if (is_tensor(value)) {
      entry.tensors.push_back({printable(name), file.type(value), value});
    } else if (!value.is_none()) {  // momentum_buffer may be None
      throw Error(fmt::format("an optimiser's '{}' is {}", printable(name), name_of(value.kind())));
    }
  }
  return entry;
}

}  // namespace

std::vector<StoredTensor> stored_tensors(const PickleValue& dict, const SavedFile& file) {
  dict_of(dict, "a dict of tensors");
  std::vector<StoredTensor> tensors;
  for (std::size_t i = 0; i < dict.size(); ++i) {
    const std::string name = printable(dict.key(i).text());
    try {
      tensors.push_back({name, file.type(dict.value(i)), dict.value(i)});
    } catch (const Error& error) {
      throw Error(fmt::format("tensor '{}': {}", name, error.what()));
    }
  }
  return tensors;
}

const StoredTensor* find_tensor(const std::vector<StoredTensor>& tensors, std::string_view name) {
  const auto found =
      std::find_if(tensors.begin(), tensors.end(), [&](const StoredTensor& tensor) { return tensor.name == name; });
  return found == tensors.end() ? nullptr : &*found;
}

std::optional<double> OptimizerState::learning_rate() const {
  const PlainValue* rate = groups.empty() ? nullptr : find_setting(groups.front(), "lr");
  if (rate == nullptr) return std::nullopt;
  if (const auto* number = std::get_if<double>(rate)) return *number;
  const auto* integer = std::get_if<std::int64_t>(rate);
  return integer ? std::optional(static_cast<double>(*integer)) : std::nullopt;
}

OptimizerState read_optimizer_state(const PickleValue& dict, const SavedFile& file) {
  OptimizerState state;
  const PickleValue& entries = dict_of(dict_of(dict, "an optimiser's state").at("state"), "an optimiser's state");
  for (std::size_t i = 0; i < entries.size(); ++i) {
    state.entries.push_back(read_entry(entries.key(i).integer(), entries.value(i), file));
  }
  const auto groups = dict.at("param_groups").items();
  if (groups.size() > kMostGroups) throw Error(fmt::format("an optimiser has {} groups", groups.size()));
  for (const PickleValue& group : groups) state.groups.push_back(read_settings(group));
  return state;
}

}  // namespace cellar
