#include "space/nb201/forms.hpp"

#include "tests/catch.hpp"
#include "tests/space/reference_rows.hpp"

using cellar::Architecture;
using cellar::nb201::Input;
using cellar::nb201::lists;
using cellar::nb201::matrix;
using cellar::nb201::Matrix;
using cellar::nb201::parse_cell;
using cellar::test::client_answers;

TEST_CASE("The matrix has the number of each operation by its node of arrival and of origin") {
  CHECK(matrix({1, 2, 3, 4, 0, 1}) == Matrix{{{0, 0, 0, 0}, {1, 0, 0, 0}, {2, 3, 0, 0}, {4, 0, 1, 0}}});
}

TEST_CASE("The lists name what enters each node") {
  const auto form = lists({1, 2, 3, 4, 0, 1});
  REQUIRE(form.size() == 3);
  CHECK(form[0].size() == 1);
  CHECK(form[1].size() == 2);
  REQUIRE(form[2].size() == 3);
  CHECK(form[2][0].operation == "avg_pool_3x3");
  CHECK(form[2][2].operation == "skip_connect");
  CHECK(form[2][2].from == 2);
}

TEST_CASE("Matrix and lists are what the benchmark's own client answers") {
  for (const std::string name : {"tiny_v1_0_legacy", "tiny_v1_1_legacy", "tiny_nats_full"}) {
    const auto file = cellar::test::reference("data/formats/expected/" + name + ".json.gz");
    if (file.empty()) return;
    const auto matrices = client_answers(file, "str2matrix");
    REQUIRE(matrices.size() == 8);
    for (const auto& query : matrices) {
      const Architecture cell = parse_cell(query.at("args").at(0).get<std::string>());
      CHECK(nlohmann::json(matrix(cell)) == query.at("result").at("ok"));
    }
    const auto all_lists = client_answers(file, "str2lists");
    REQUIRE(all_lists.size() == 8);
    for (const auto& query : all_lists) {
      auto form = nlohmann::json::array();
      for (const auto& node : lists(parse_cell(query.at("args").at(0).get<std::string>()))) {
        form.push_back(nlohmann::json::array());
        for (const Input& input : node) form.back().push_back({std::string(input.operation), input.from});
      }
      CHECK(form == query.at("result").at("ok"));
    }
  }
}
