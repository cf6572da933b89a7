#include "space/network/checks/recorded_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <functional>
#include <limits>
#include <string_view>
#include <unordered_set>

#include "core/errors.hpp"

namespace cellar::network {

namespace {

// Keys whose values nothing can be computed from.
constexpr std::array<std::string_view, 13> kDescriptions = {
    "alpha_scale",         "case",           "config",     "note",           "formula", "script", "seed", "modules",
    "layer_order_in_cell", "returned_order", "gate_order", "val_top1_dtype", "name"};

bool describes(std::string_view key) {
  return std::find(kDescriptions.begin(), kDescriptions.end(), key) != kDescriptions.end();
}

}  // namespace

struct RecordedValue::Reads {
  std::unordered_set<const nlohmann::json*> read;
};

RecordedValue::RecordedValue(const nlohmann::json& json, std::string place, std::shared_ptr<Reads> reads)
    : json_(&json), place_(std::move(place)), reads_(std::move(reads)) {}

void RecordedValue::refuse(const std::string& what) const {
  throw Error(fmt::format("{} in its index is {}", place_.empty() ? "what is" : "'" + place_ + "'", what));
}

RecordedValue RecordedValue::member(const nlohmann::json& json, const std::string& name) const {
  return {json, place_.empty() ? name : place_ + "/" + name, reads_};
}

const nlohmann::json& RecordedValue::read() const {
  reads_->read.insert(json_);
  return *json_;
}

bool RecordedValue::has(const std::string& key) const {
  if (!json_->is_object()) refuse("no object");
  const auto found = json_->find(key);
  if (found == json_->end()) return false;
  if (found->is_null()) reads_->read.insert(&*found);
  return !found->is_null();
}

RecordedValue RecordedValue::at(const std::string& key) const {
  if (!json_->is_object()) refuse("no object");
  const auto found = json_->find(key);
  if (found == json_->end()) throw Error(fmt::format("its index has no '{}'", member(*json_, key).place_));
  return member(*found, key);
}

RecordedValue RecordedValue::at(std::size_t place) const {
  if (!json_->is_array()) refuse("no list");
  if (place >= json_->size()) refuse(fmt::format("a list of {}, too short for number {}", json_->size(), place));
  return member((*json_)[place], std::to_string(place));
}

std::size_t RecordedValue::size() const {
  if (!json_->is_array() && !json_->is_object()) refuse("neither list nor object");
  if (json_->empty()) reads_->read.insert(json_);
  return json_->size();
}

std::vector<RecordedValue> RecordedValue::list() const {
  if (!json_->is_array()) refuse("no list");
  std::vector<RecordedValue> values;
  for (std::size_t i = 0; i < size(); ++i) values.push_back(at(i));
  return values;
}

std::vector<std::pair<std::string, RecordedValue>> RecordedValue::members() const {
  if (!json_->is_object()) refuse("no object");
  std::vector<std::pair<std::string, RecordedValue>> values;
  for (const auto& [key, value] : json_->items()) values.emplace_back(key, member(value, key));
  return values;
}

bool RecordedValue::is_null() const { return json_->is_null() && read().is_null(); }

double RecordedValue::number() const {
  if (json_->is_number()) return read().get<double>();
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (*json_ == "nan") return (read(), std::numeric_limits<double>::quiet_NaN());
  if (*json_ == "inf" || *json_ == "-inf") return read() == "inf" ? kInfinity : -kInfinity;
  refuse("no number");
}

std::int64_t RecordedValue::integer() const {
  if (!json_->is_number_integer()) refuse("no whole number");
  return read().get<std::int64_t>();
}

int RecordedValue::count() const {
  const std::int64_t value = integer();
  if (value < 0 || value > std::numeric_limits<int>::max()) refuse("no count");
  return static_cast<int>(value);
}

bool RecordedValue::flag() const {
  if (!json_->is_boolean()) refuse("neither true nor false");
  return read().get<bool>();
}

std::string RecordedValue::text() const {
  if (!json_->is_string()) refuse("no text");
  return read().get<std::string>();
}

std::vector<double> RecordedValue::numbers() const {
  std::vector<double> values;
  for (const RecordedValue& value : list()) values.push_back(value.number());
  return values;
}

std::vector<std::int64_t> RecordedValue::integers() const {
  std::vector<std::int64_t> values;
  for (const RecordedValue& value : list()) values.push_back(value.integer());
  return values;
}

std::vector<std::string> RecordedValue::texts() const {
  std::vector<std::string> values;
  for (const RecordedValue& value : list()) values.push_back(value.text());
  return values;
}

void RecordedValue::settle() const {
  const std::function<void(const nlohmann::json&)> all = [&](const nlohmann::json& json) {
    reads_->read.insert(&json);
    for (const auto& inner : json) {
      if (json.is_structured()) all(inner);
    }
  };
  all(*json_);
}

RecordedIndex::RecordedIndex(const std::filesystem::path& file) : reads_(std::make_shared<RecordedValue::Reads>()) {
  std::ifstream stream(file);
  if (!stream || std::filesystem::is_directory(file)) throw Error(fmt::format("cannot read {}", file.string()));
  json_ = std::make_unique<const nlohmann::json>(nlohmann::json::parse(stream, nullptr, false));
  if (!json_->is_structured()) throw Error(fmt::format("{} is no JSON object or list", file.string()));
}

RecordedValue RecordedIndex::root() const { return {*json_, "", reads_}; }

std::vector<std::string> RecordedIndex::unread() const {
  std::vector<std::string> places;
  const std::function<void(const nlohmann::json&, const std::string&)> walk = [&](const nlohmann::json& json,
                                                                                  const std::string& place) {
    if (json.is_structured() && !json.empty()) {
      for (const auto& [key, value] : json.items()) {
        if (json.is_object() && describes(key) && !value.is_object()) continue;
        const std::string name = json.is_array() ? "*" : key;
        walk(value, place.empty() ? name : place + "/" + name);
      }
    } else if (!reads_->read.contains(&json) && std::find(places.begin(), places.end(), place) == places.end()) {
      places.push_back(place);
    }
  };
  walk(*json_, "");
  return places;
}

}  // namespace cellar::network
