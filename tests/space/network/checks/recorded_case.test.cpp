#include "space/network/checks/recorded_case.hpp"

#include <ATen/ATen.h>
// torch comes first: its CHECK is not Catch2's, so that these tests use REQUIRE alone.
#include <cmath>

#include "core/errors.hpp"
#include "tests/catch.hpp"
#include "tests/folder.hpp"

namespace cellar {

using network::RecordedCase;
using network::RecordedIndex;

namespace {

void write_index(const test::TemporaryFolder& folder, const std::string& tensor, const std::string& more = "") {
  test::write_file(folder / "index.json", R"({"tensors": {"x": )" + tensor + "}" + more + "}");
}

// A .npy of this type that says it has `count` values.
void write_array(const test::TemporaryFolder& folder, const std::string& descr, int count, std::size_t bytes) {
  const std::string header =
      "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + std::to_string(count) + ",), }\n";
  test::write_file(folder / "f8.npy", std::string("\x93NUMPY\x01\0", 8) + static_cast<char>(header.size()) +
                                          std::string(1, '\0') + header + std::string(bytes, '\0'));
}

const std::string kTensor = R"({"file": "f8.npy", "offset": 1, "shape": [2], "dtype": "<f8"})";

}  // namespace

TEST_CASE("A recorded case that is damaged is refused by file") {
  const test::TemporaryFolder folder;
  REQUIRE_THROWS_WITH(RecordedCase(folder.path()), ContainsSubstring("cannot read") && ContainsSubstring("index.json"));
  test::write_file(folder / "index.json", "{");
  REQUIRE_THROWS_WITH(RecordedCase(folder.path()), ContainsSubstring("is no JSON object or list"));
  test::write_file(folder / "index.json", "{}");
  REQUIRE_THROWS_WITH(RecordedCase(folder.path()), ContainsSubstring("has no 'tensors'"));
  write_index(folder, kTensor);
  REQUIRE_THROWS_WITH(RecordedCase(folder.path()), "f8.npy is missing; the tensor 'x' lies in it");
  write_array(folder, "<f8", 3, 24);
  REQUIRE(RecordedCase(folder.path()).tensor("x").numel() == 2);
  REQUIRE_THROWS_WITH(RecordedCase(folder.path()).tensor("y"), "it has no tensor 'y'");
  write_array(folder, "<f8", 2, 16);
  REQUIRE_THROWS_WITH(RecordedCase(folder.path()), ContainsSubstring("outside of its file"));
  write_array(folder, "<f8", 3, 23);
  REQUIRE_THROWS_WITH(RecordedCase(folder.path()), ContainsSubstring("is cut off"));
  write_array(folder, "<f8", 4, 24);
  REQUIRE_THROWS_WITH(RecordedCase(folder.path()), ContainsSubstring("is cut off: it has 3 values"));
  write_array(folder, "<f4", 3, 24);
  REQUIRE_THROWS_WITH(RecordedCase(folder.path()), ContainsSubstring("no values of type <f8"));
}

TEST_CASE("A tensor that is said to lie elsewhere or to be another than it is, is refused by name") {
  const test::TemporaryFolder folder;
  write_array(folder, "<f8", 3, 24);
  const auto refused = [&](const std::string& tensor, const std::string& message) {
    write_index(folder, tensor);
    CAPTURE(tensor);
    REQUIRE_THROWS_WITH(RecordedCase(folder.path()), ContainsSubstring(message));
  };
  refused(R"({"file": "f8.npy", "offset": -1, "shape": [2]})", "'x' lies outside of its file");
  refused(R"({"file": "f8.npy", "offset": 2, "shape": [2]})", "'x' lies outside of its file");
  refused(R"({"file": "f8.npy", "offset": 0, "shape": [2, -1]})", "'x' lies outside of its file");
  refused(R"({"file": "f8.npy", "offset": 0, "shape": [4294967296, 4294967296]})", "'x' lies outside of its file");
  refused(R"({"file": "f9.npy", "offset": 0, "shape": [2]})", "'x' is said to lie in 'f9.npy'");
  refused(R"({"file": "f8.npy", "offset": 0, "shape": [2], "dtype": "<f4"})", "'x' is said to be of type <f4");
  refused(R"({"file": "f8.npy", "offset": "0", "shape": [2]})", "'tensors/x/offset' in its index is no whole number");
  refused(R"({"file": "f8.npy", "offset": 0})", "has no 'tensors/x/shape'");
}

TEST_CASE("A tensor of another type than a check needs is refused by name") {
  const test::TemporaryFolder folder;
  write_array(folder, "<f8", 3, 24);
  write_index(folder, kTensor);
  const RecordedCase recorded(folder.path());
  REQUIRE(recorded.tensor("x", {at::kDouble}).scalar_type() == at::kDouble);
  REQUIRE(recorded.converted("x", {at::kFloat}).scalar_type() == at::kFloat);
  REQUIRE_THROWS_WITH(recorded.tensor("x", {at::kFloat}), "the tensor 'x' holds Double, Float is needed");
  REQUIRE_THROWS_WITH(recorded.integers("x", 3), "the tensor 'x' holds Double, Long is needed");
}

TEST_CASE("What has not been asked for is known, and what only describes a case is not among it") {
  const test::TemporaryFolder folder;
  write_array(folder, "<f8", 3, 24);
  write_index(folder, kTensor,
              R"(, "note": "text", "lr": 1, "steps": [{"tau": 2, "lr": 3}, {"tau": null, "lr": 4}], "none": [])");
  using Names = std::vector<std::string>;
  const auto unread = [](const RecordedCase& recorded, const Names& names) { return recorded.unread() == names; };
  const RecordedCase recorded(folder.path());
  REQUIRE(unread(recorded,
                 {"x", "index.json: lr", "index.json: none", "index.json: steps/*/lr", "index.json: steps/*/tau"}));
  recorded.tensor("x");
  REQUIRE(recorded.index().at("lr").number() == 1);
  REQUIRE(recorded.index().at("none").size() == 0);
  for (const auto& step : recorded.index().at("steps").list()) {
    if (step.has("tau")) REQUIRE(step.at("tau").integer() == 2);
  }
  REQUIRE(unread(recorded, {"index.json: steps/*/lr"}));
  REQUIRE(recorded.index().at("steps").at(0).at("lr").number() == 3);
  REQUIRE(unread(recorded, {"index.json: steps/*/lr"}));  // of the second step
  recorded.index().at("steps").settle();
  REQUIRE(unread(recorded, {}));
}

TEST_CASE("A value of another kind than is needed is refused by its place") {
  const test::TemporaryFolder folder;
  test::write_file(folder / "index.json", R"({"a": [{"b": "text", "c": -1, "d": "nan", "e": "-inf"}], "f": {}})");
  const RecordedIndex index(folder / "index.json");
  const auto first = index.root().at("a").at(0);
  REQUIRE_THROWS_WITH(first.at("b").number(), "'a/0/b' in its index is no number");
  REQUIRE_THROWS_WITH(first.at("b").flag(), "'a/0/b' in its index is neither true nor false");
  REQUIRE_THROWS_WITH(first.at("b").list(), "'a/0/b' in its index is no list");
  REQUIRE_THROWS_WITH(first.at("b").at("c"), "'a/0/b' in its index is no object");
  REQUIRE_THROWS_WITH(first.at("c").text(), "'a/0/c' in its index is no text");
  REQUIRE_THROWS_WITH(first.at("c").count(), "'a/0/c' in its index is no count");
  REQUIRE_THROWS_WITH(first.at("g"), "its index has no 'a/0/g'");
  REQUIRE_THROWS_WITH(index.root().at("a").at(1), "'a' in its index is a list of 1, too short for number 1");
  REQUIRE_THROWS_WITH(index.root().at("f").integers(), "'f' in its index is no list");
  REQUIRE(std::isnan(first.at("d").number()));
  REQUIRE(first.at("e").number() < -1e300);
}

}  // namespace cellar
