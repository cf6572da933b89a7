#include "core/formats/search_checkpoint/search_checkpoint.hpp"

#include <cmath>

#include "core/errors.hpp"
#include "core/formats/search_checkpoint/last_info.hpp"
#include "tests/catch.hpp"
#include "tests/folder.hpp"
#include "tests/formats/search_checkpoint/expected_checkpoints.hpp"

namespace cellar {

namespace {

using nlohmann::json;
using Strings = std::vector<std::string>;

// Whether a setting is the recorded one, of the same kind.
bool same(const PlainValue& value, const json& expected) {
  if (std::holds_alternative<std::monostate>(value)) return expected.is_null();
  if (const auto* flag = std::get_if<bool>(&value)) return expected.is_boolean() && *flag == expected.get<bool>();
  if (const auto* integer = std::get_if<std::int64_t>(&value))
    return expected.is_number_integer() && *integer == expected.get<std::int64_t>();
  if (const auto* number = std::get_if<double>(&value))
    return expected.is_number() && *number == expected.get<double>();
  if (const auto* text = std::get_if<std::string>(&value))
    return expected.is_string() && *text == expected.get<std::string>();
  return expected.is_array() && std::get<std::vector<double>>(value) == expected.get<std::vector<double>>();
}

void check_settings(const Settings& settings, const json& expected) {
  CHECK(settings.size() == expected.size());
  for (const auto& [name, value] : settings) {
    INFO(name << " is " << spelled(value));
    REQUIRE(expected.contains(name));
    CHECK(same(value, expected.at(name)));
  }
}

template <class Value>
void check_by_epoch(const ByEpoch<Value>& values, const json& expected) {
  CHECK(values.epochs.size() + (values.best ? 1 : 0) == expected.size());
  for (const auto& [epoch, value] : values.epochs) CHECK(expected.at(std::to_string(epoch)) == json(value));
  if (values.best) CHECK(expected.at("best") == json(*values.best));
}

struct Sums {
  double sum = 0, squares = 0, first = 0;
};

Sums sums_of(const SavedFile& file, const StoredTensor& tensor) {
  const auto values = file.tensor(tensor.place).values();
  Sums sums{0, 0, values.at(0)};
  for (const double value : values) {
    sums.sum += value;
    sums.squares += value * value;
  }
  return sums;
}

// The sums were taken in double, in another order.
void check_tensor(const SavedFile& file, const StoredTensor& tensor, const json& expected) {
  INFO(tensor.name);
  CHECK(tensor.type.shape == expected.at("shape").get<std::vector<std::int64_t>>());
  if (expected.contains("dtype")) CHECK(tensor.type.dtype == expected.at("dtype").get<std::string>());
  const Sums sums = sums_of(file, tensor);
  const double squares = expected.at("sumsq").get<double>();
  CHECK(sums.squares == Approx(squares).epsilon(1e-12));
  CHECK(std::abs(sums.sum - expected.at("sum").get<double>()) <= 1e-12 * (1 + std::sqrt(squares)) * 100);
  if (expected.contains("first")) CHECK(sums.first == expected.at("first").get<double>());
}

void check_tensors(const SavedFile& file, const std::vector<StoredTensor>& tensors, const json& expected) {
  REQUIRE(tensors.size() == expected.size());
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    CHECK(tensors[i].name == expected[i].at("name").get<std::string>());
    check_tensor(file, tensors[i], expected[i]);
  }
}

void check_entry(const SavedFile& file, const OptimizerState::Entry& entry, const json& expected) {
  CHECK(entry.parameter == expected.at("index").get<std::int64_t>());
  CHECK(entry.tensors.size() + (entry.step ? 1 : 0) + 1 == expected.size());
  for (const StoredTensor& tensor : entry.tensors) check_tensor(file, tensor, expected.at(tensor.name));
  if (entry.step) CHECK(*entry.step == expected.at("step").at("sum").get<double>());
}

void check_optimizer(const SavedFile& file, const std::optional<OptimizerState>& state, const json& content,
                     const std::string& key) {
  REQUIRE(state.has_value() == content.contains(key));
  if (!state) return;
  const json& expected = content.at(key);
  REQUIRE(state->groups.size() == expected.at("param_groups").size());
  for (std::size_t i = 0; i < state->groups.size(); ++i) check_settings(state->groups[i], expected["param_groups"][i]);
  CHECK(state->entries.size() == expected.at("state_entries").get<std::size_t>());
  REQUIRE(state->entries.size() == expected.at("state").size());
  for (std::size_t i = 0; i < state->entries.size(); ++i) check_entry(file, state->entries[i], expected["state"][i]);
}

void check_weights(const SearchCheckpoint& checkpoint, const json& content) {
  const SavedFile& file = *checkpoint.file;
  const bool shared = content.contains("shared_cnn");
  check_tensors(file, checkpoint.weights, content.at(shared ? "shared_cnn" : "search_model"));
  if (content.contains("controller")) check_tensors(file, checkpoint.controller, content.at("controller"));
  const json alphas = content.contains("alphas") ? content.at("alphas") : json::array();
  CHECK(json(checkpoint.alphas) == alphas);
}

void check_content(const SearchCheckpoint& checkpoint, const json& content) {
  CHECK(checkpoint.keys == content.at("keys").get<Strings>());
  CHECK(checkpoint.finished_epochs == content.at("epoch").get<int>());
  check_settings(checkpoint.args, content.at("args"));
  CHECK(checkpoint.baseline.has_value() == (content.contains("baseline") && !content.at("baseline").is_null()));
  if (checkpoint.baseline) CHECK(*checkpoint.baseline == content.at("baseline").get<double>());
  check_by_epoch(checkpoint.genotypes, content.at("genotypes"));
  check_by_epoch(checkpoint.valid_accuracies, content.at("valid_accuracies"));
  check_weights(checkpoint, content);
  check_optimizer(*checkpoint.file, checkpoint.weight_optimizer, content, "w_optimizer");
  check_optimizer(*checkpoint.file, checkpoint.architecture_optimizer, content, "a_optimizer");
  check_settings(checkpoint.scheduler, content.at("w_scheduler"));
  CHECK(checkpoint.weight_optimizer->learning_rate() == content["w_optimizer"]["param_groups"][0]["lr"].get<double>());
}

}  // namespace

TEST_CASE("Checkpoints of the original are read completely, from both containers") {
  for (const auto& recorded : test::recorded_checkpoints()) {
    for (const auto& file : recorded.files("basic")) {
      INFO(file.string());
      check_content(read_search_checkpoint(file), recorded.expected["basic"]["content"]);
    }
  }
}

TEST_CASE("What made a checkpoint of the original is known from it") {
  for (const auto& recorded : test::recorded_checkpoints()) {
    const std::string name = recorded.expected.at("name");
    INFO(name);
    const SearchCheckpoint checkpoint = read_search_checkpoint(recorded.files("basic")[0]);
    const bool nats = name.starts_with("nats_");
    CHECK((checkpoint.dialect == SearchCheckpoint::Dialect::nats) == nats);
    const std::map<std::string, std::string> of_script = {
        {"DARTS-V1", "darts-v1"}, {"ENAS", "enas"}, {"GDAS", "gdas"}, {"RANDOM-NAS", "random"}, {"SETN", "setn"}};
    const std::string script = name.substr(name.find('_') + 1);
    CHECK(checkpoint.algorithm == (nats ? script : of_script.at(script)));
    CHECK(checkpoint.total_epochs == 3);
    CHECK(checkpoint.seed == 777);
    CHECK(checkpoint.dataset() == "cifar10");
    CHECK(checkpoint.last_genotype() == recorded.expected["basic"]["content"]["genotypes"]["2"].get<std::string>());
    CHECK(checkpoint.controller.empty() == (checkpoint.algorithm != "enas"));
    CHECK((find_tensor(checkpoint.controller, "w_embd.weight") != nullptr) == (checkpoint.algorithm == "enas"));
    CHECK(find_tensor(checkpoint.controller, "absent") == nullptr);
    // The scripts copy a checkpoint that is better than all before; the key "best" says how good it was.
    const bool has_copy = recorded.expected.at("has_best_copy");
    CHECK(has_copy == (checkpoint.valid_accuracies.best.value_or(-1) > 0));
  }
}

TEST_CASE("A last-info file of the original names its checkpoint, which is found beside it") {
  for (const auto& recorded : test::recorded_checkpoints()) {
    const auto& content = recorded.expected["last-info"]["content"];
    for (const auto& path : recorded.files("last-info")) {
      INFO(path.string());
      const SavedFile file(path);
      const LastInfo info = read_last_info(file);
      Strings keys;
      for (std::size_t i = 0; i < file.root().size(); ++i) keys.emplace_back(file.root().key(i).text());
      CHECK(keys == content.at("keys").get<Strings>());
      CHECK(info.epoch == content.at("epoch").get<int>());
      CHECK(info.last_checkpoint == content.at("last_checkpoint").get<std::string>());
      CHECK(content.at("last_checkpoint_type") == "PosixPath");
      CHECK(file.root().at("last_checkpoint").callable().text() == "pathlib PosixPath");
      check_settings(info.args, content.at("args"));
      CHECK(find_checkpoint(info, path) == recorded.files("basic")[0]);
      CHECK(find_checkpoint(info, "/elsewhere/last-info.pth").empty());
    }
  }
}

}  // namespace cellar
