#include "core/formats/torch/weights.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <numeric>

#include "core/errors.hpp"
#include "core/formats/text_file.hpp"
#include "tests/catch.hpp"
#include "tests/folder.hpp"
#include "tests/reference.hpp"

namespace cellar {

namespace {

using nlohmann::json;

std::string refusal(const std::filesystem::path& archive, std::size_t index, const std::string& schedule = "200",
                    const std::string& dataset = "cifar10", int seed = 777) {
  try {
    read_weights(archive, index, schedule, dataset, seed);
  } catch (const Error& error) {
    const std::string message = error.what();
    CHECK(message.find(archive.string()) != message.npos);
    CHECK(message.find('\n') == message.npos);
    return message;
  }
  return "";
}

// The tensors of a network as the authors' client describes them.
void check(const std::vector<Tensor>& tensors, const json& expected) {
  REQUIRE(tensors.size() == expected.size());
  for (const Tensor& tensor : tensors) {
    CAPTURE(tensor.name);
    const json& figures = expected.at(tensor.name);
    CHECK("torch." + tensor.dtype == figures.at("dtype").get<std::string>());
    CHECK(json(tensor.shape) == figures.at("shape"));
    const auto values = tensor.values();
    REQUIRE(values.size() == figures.at("numel"));
    const auto first = figures.at("first").get<std::vector<double>>();
    const auto last = figures.at("last").get<std::vector<double>>();
    CHECK(std::equal(first.begin(), first.end(), values.begin()));
    CHECK(std::equal(last.rbegin(), last.rend(), values.rbegin()));
    const double sum = std::accumulate(values.begin(), values.end(), 0.0);
    CHECK(sum == Approx(figures.at("sum").get<double>()).epsilon(1e-12).margin(1e-12));
  }
}

// By data set and seed. In the made-up files a network's weights depend on nothing else.
std::map<std::pair<std::string, int>, json> expected_weights(const std::filesystem::path& file) {
  std::map<std::pair<std::string, int>, json> weights;
  const json answers = json::parse(read_text(file));
  for (const json& query : answers.at("queries")) {
    if (query.at("fn") != "get_net_param" || query.at("args")[0] != 3 || !query.at("args")[2].is_null()) continue;
    for (const auto& [seed, tensors] : query.at("result").at("ok").items()) {
      weights[{query.at("args")[1], std::stoi(seed)}] = tensors;
    }
  }
  return weights;
}

}  // namespace

TEST_CASE("The weights of every network of a cell are those that the authors' client reads") {
  const auto answers = test::reference("data/formats/expected/tiny_nats_full.json.gz");
  if (answers.empty()) return;
  const auto expected = expected_weights(answers);
  const std::map<std::string, std::size_t> archives = {{"archive", 5}, {"zip", 5}, {"nats-full", 17}};
  for (const auto& [name, count] : archives) {
    const auto folder = test::reference("data/formats/" + name);
    const auto entries = list_weights(folder, 3);
    CHECK(entries.size() == count);
    for (const WeightsEntry& entry : entries) {
      CAPTURE(name, entry.schedule, entry.dataset, entry.seed);
      CHECK(entry.has_weights);
      check(read_weights(folder, 3, entry.schedule, entry.dataset, entry.seed),
            expected.at({entry.dataset, entry.seed}));
    }
  }
}

TEST_CASE("The first tensor of a network is, element by element, what the authors' client reads") {
  const auto answers = test::reference("data/formats/expected/tiny_nats_full.json.gz");
  if (answers.empty()) return;
  std::size_t compared = 0;
  const json all = json::parse(read_text(answers));
  for (const json& query : all.at("queries")) {
    if (query.at("fn") != "get_net_param_tensor" || query.at("args")[0] != 3) continue;
    const json& args = query.at("args");
    for (const Tensor& tensor : read_weights(test::reference("data/formats/nats-full"), 3, args[3], args[1], args[2])) {
      if (tensor.name != args[4].get<std::string>()) continue;
      ++compared;
      CHECK(json(tensor.shape) == query.at("result").at("ok").at("shape"));
      CHECK(tensor.values() == query.at("result").at("ok").at("data").get<std::vector<double>>());
    }
  }
  CHECK(compared == 1);
}

TEST_CASE("A schedule is known by its number and by its word") {
  const auto folder = test::reference("data/formats");
  if (folder.empty()) return;
  for (const std::string archive : {"archive", "nats-full"}) {
    for (const std::string schedule : {"12", "less", "200", "full"}) {
      CHECK(read_weights(folder / archive, 3, schedule, "cifar10-valid", 777).size() == 39);
    }
  }
}

TEST_CASE("A cell's file is found in a folder by its index, with leading zeros and without") {
  const auto source = test::reference("data/formats");
  if (source.empty()) return;
  const test::TemporaryFolder folder;
  CHECK_THAT(refusal(folder.path(), 3),
             ContainsSubstring("has none of 000003-FULL.pth, 000003.pickle.pbz2 and 000003-SIMPLE.pth"));
  std::filesystem::copy(source / "archive/000003-SIMPLE.pth", folder / "000003-SIMPLE.pth");
  CHECK_THAT(refusal(folder.path(), 3), ContainsSubstring("it holds no weights: it is a simple archive"));
  std::filesystem::copy(source / "nats-full/000003.pickle.pbz2", folder / "3.pickle.pbz2");
  CHECK(list_weights(folder.path(), 3).size() == 17);
  std::filesystem::copy(source / "archive/000003-FULL.pth", folder / "000003-FULL.pth");
  CHECK(list_weights(folder.path(), 3).size() == 5);
}

TEST_CASE("What an archive does not have is refused by what it has") {
  const auto folder = test::reference("data/formats");
  if (folder.empty()) return;
  const auto full = folder / "archive/000003-FULL.pth";
  CHECK_THAT(refusal(full, 3, "90"), ContainsSubstring("there is no schedule '90'; there is: full, less"));
  CHECK_THAT(refusal(full, 3, "12"),
             ContainsSubstring("there is no data set 'cifar10' of schedule '12'; there is: cifar10-valid"));
  CHECK_THAT(refusal(full, 3, "200", "cifar"),
             ContainsSubstring("there is: cifar10-valid, cifar10, cifar100, ImageNet16-120"));
  CHECK_THAT(refusal(full, 3, "200", "cifar10", 5),
             ContainsSubstring("there is no seed 5 of cifar10 and schedule '200'; there is: 777"));
  CHECK_THAT(refusal(full, 4), ContainsSubstring("it is about cell 3, not 4"));
  CHECK_THAT(refusal(folder / "nats-simple", 3), ContainsSubstring("it holds no weights: it is a simple archive"));
  CHECK_THAT(refusal(folder / "NAS-Bench-201-v1_0-e61699.pth", 3),
             ContainsSubstring("this is a whole benchmark, which holds no weights"));
  CHECK_THAT(refusal(folder / "nats-full/meta.pickle.pbz2", 3), ContainsSubstring("this is a whole benchmark"));
  CHECK_THAT(refusal(folder / "absent.pth", 3), ContainsSubstring("No such file or directory"));
}

}  // namespace cellar
