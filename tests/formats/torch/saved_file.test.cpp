#include "core/formats/torch/saved_file.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <iostream>

#include "core/errors.hpp"
#include "tests/catch.hpp"
#include "tests/folder.hpp"

namespace cellar {

namespace {

// A tensor of these floats, which must outlive it.
SavedTensor floats(const std::vector<float>& values, std::vector<std::int64_t> shape) {
  return {"float32", std::move(shape), std::as_bytes(std::span(values))};
}

const std::vector<float> kWeights = {0.5F, -1, 2, 3, 4, 1e30F};
const std::vector<float> kStep = {12};
const std::vector<std::byte> kRandomState = {std::byte{1}, std::byte{255}, std::byte{0}};

// One of everything that a checkpoint holds.
SavedValue checkpoint() {
  SavedValue args = SavedValue::instance("argparse Namespace");
  args.add("algo", "darts-v1");
  args.add("drop_path_rate", SavedValue());
  SavedValue model = SavedValue::dict();
  model.add("_stem.0.weight", floats(kWeights, {2, 1, 3}));
  SavedValue adam = SavedValue::dict();
  adam.add("step", floats(kStep, {}));
  SavedValue state = SavedValue::dict();
  state.add(0, adam);
  SavedValue root = SavedValue::dict();
  root.add("epoch", 3);
  root.add("args", args);
  root.add("search_model", model);
  root.add("state", state);
  root.add("list", SavedValue::list({-1, std::int64_t{1} << 40, 0.1, true, false, "é"}));
  root.add("empty", SavedValue::list({}));
  root.add("tuple", SavedValue::tuple({SavedValue::tuple({"skip_connect", 0})}));
  root.add("random", SavedTensor{"uint8", {3}, kRandomState});
  return root;
}

}  // namespace

TEST_CASE("A nested object that was written is read as it was, tensor by tensor") {
  const test::TemporaryFolder folder;
  write_saved(checkpoint(), folder / "a.pth");
  const SavedFile file(folder / "a.pth");
  const PickleValue& root = file.root();
  CHECK(root.at("epoch").integer() == 3);
  CHECK(root.at("args").callable().text() == "argparse Namespace");
  CHECK(root.at("args").state().at("algo").text() == "darts-v1");
  CHECK(root.at("args").state().at("drop_path_rate").is_none());
  const PickleValue& weight = root.at("search_model").at("_stem.0.weight");
  CHECK(file.type(weight).dtype == "float32");
  CHECK(file.type(weight).shape == std::vector<std::int64_t>{2, 1, 3});
  CHECK(file.tensor(weight).values() == std::vector<double>(kWeights.begin(), kWeights.end()));
  CHECK(root.at("state").key(0).integer() == 0);
  CHECK(file.tensor(root.at("state").value(0).at("step")).values() == std::vector<double>{12});
  const auto list = root.at("list").items();
  REQUIRE(list.size() == 6);
  CHECK(list[0].integer() == -1);
  CHECK(list[1].integer() == std::int64_t{1} << 40);
  CHECK(list[2].number() == 0.1);
  CHECK(list[3].boolean());
  CHECK_FALSE(list[4].boolean());
  CHECK(list[5].text() == "é");
  CHECK(root.at("empty").size() == 0);
  CHECK(root.at("tuple").items()[0].items()[1].integer() == 0);
  CHECK(file.tensor(root.at("random")).data == kRandomState);
}

TEST_CASE("The same object makes the same bytes") {
  const test::TemporaryFolder folder;
  write_saved(checkpoint(), folder / "a.pth");
  write_saved(checkpoint(), folder / "b.pth");
  CHECK(test::read_file(folder / "a.pth") == test::read_file(folder / "b.pth"));
}

TEST_CASE("Python reads a nested object that was written, by torch where it is there") {
  if (std::string(CELLAR_PYTHON3).empty()) {
    std::cout << "SKIPPED: no Python\n";
    return;
  }
  const test::TemporaryFolder folder;
  write_saved(checkpoint(), folder / "a.pth");
  const std::string command = fmt::format("'{}' '{}/tests/formats/torch/read_tensors.py' '{}' > '{}'", CELLAR_PYTHON3,
                                          CELLAR_SOURCE_DIR, (folder / "a.pth").string(), (folder / "out").string());
  REQUIRE(std::system(command.c_str()) == 0);
  CHECK(test::read_file(folder / "out") ==
        "epoch 3\n"
        "args Namespace(algo='darts-v1', drop_path_rate=None)\n"
        "search_model {'_stem.0.weight': float32 (2, 1, 3) [0.5, -1.0, 2.0, 3.0, 4.0, 1.0000000150474662e+30]}\n"
        "state {0: {'step': float32 () [12.0]}}\n"
        "list [-1, 1099511627776, 0.1, True, False, 'é']\n"
        "empty []\n"
        "tuple (('skip_connect', 0),)\n"
        "random uint8 (3,) [1, 255, 0]\n");
}

TEST_CASE("What cannot be written is our own fault, and leaves the file as it was") {
  const test::TemporaryFolder folder;
  test::write_file(folder / "a.pth", "before");
  SavedValue twice = SavedValue::dict();
  twice.add("a", 1);
  twice.add("a", 2);
  CHECK_THROWS_AS(write_saved(twice, folder / "a.pth"), ContractError);
  CHECK_THROWS_AS(write_saved(floats(kWeights, {7}), folder / "a.pth"), ContractError);
  CHECK_THROWS_AS(write_saved(SavedTensor{"complex64", {}, {}}, folder / "a.pth"), ContractError);
  CHECK(test::read_file(folder / "a.pth") == "before");
}

TEST_CASE("A folder that is not there is an Error that names the file") {
  CHECK_THROWS_WITH(write_saved(SavedValue::dict(), "/absent/a.pth"),
                    ContainsSubstring("/absent/a.pth: No such file or directory"));
}

}  // namespace cellar
