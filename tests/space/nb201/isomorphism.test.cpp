#include "space/nb201/isomorphism.hpp"

#include <array>
#include <fstream>
#include <map>
#include <set>

#include "core/random.hpp"
#include "space/nb201.hpp"
#include "tests/catch.hpp"
#include "tests/space/reference_rows.hpp"

using cellar::Architecture;
using cellar::Nb201;
using cellar::nb201::connected;
using cellar::nb201::unique_string;
using cellar::nb201::Zeros;

namespace {

// The cell as a function of numbers: an operation is a fixed random function, a skip the identity, a node the sum
// modulo 2^64. With Zeros::propagate `none` is zero and every function maps 0 to 0. Cells that are the same network
// have the same value, whatever unique_string says; different ones differ but for a chance of 2^-64.
std::uint64_t value(const Architecture& cell, Zeros zeros) {
  std::array<std::uint64_t, 4> nodes = {0x243f6a8885a308d3ULL};
  for (int to = 1; to < 4; ++to) {
    for (int from = 0; from < to; ++from) {
      const int op = cell[static_cast<std::size_t>(to * (to - 1) / 2 + from)];
      const std::uint64_t x = nodes[from];
      const bool zero = zeros == Zeros::propagate && (op == 0 || x == 0);
      if (!zero) nodes[to] += op == 1 ? x : cellar::derive_seed(x, static_cast<std::uint64_t>(op));
    }
  }
  return nodes[3];
}

struct Classes {
  std::set<std::string> strings;
  std::set<std::uint64_t> values;
  int contradictions = 0;  // cells with the string of another but not its value
};

Classes classes(Zeros zeros) {
  const Nb201 space;
  Classes found;
  std::map<std::string, std::uint64_t> value_of;
  for (std::uint64_t index = 0; index < space.size(); ++index) {
    const Architecture cell = space.at(index);
    const std::string text = unique_string(cell, zeros);
    const std::uint64_t computed = value(cell, zeros);
    if (value_of.emplace(text, computed).first->second != computed) ++found.contradictions;
    found.strings.insert(text);
    found.values.insert(computed);
  }
  return found;
}

}  // namespace

// Dong and Yang 2020, section 2: 6,466 unique topologies; 12,751 if `none` is kept apart.
TEST_CASE("nb201 has 6,466 classes with zeros propagated, and cells of one class compute the same function") {
  const Classes found = classes(Zeros::propagate);
  CHECK(found.strings.size() == 6466);
  CHECK(found.contradictions == 0);
  CHECK(found.values.size() == 4930);  // so many functions: the string does not recognise all that are the same
}

TEST_CASE("nb201 has 12,751 classes with none as an operation, and cells of one class compute the same function") {
  const Classes found = classes(Zeros::opaque);
  CHECK(found.strings.size() == 12751);
  CHECK(found.contradictions == 0);
  CHECK(found.values.size() == 11410);
}

TEST_CASE("unique_string is the get_unique_str of the benchmark's own client, to the character") {
  const auto file = cellar::test::reference("data/formats/expected/tiny_nats_full.json.gz");
  if (file.empty()) return;
  const Nb201 space;
  const auto answers = cellar::test::client_answers(file, "get_unique_str");
  REQUIRE(answers.size() == 8);
  for (const auto& query : answers) {
    const Architecture cell = space.at(query.at("args").at(0).get<std::uint64_t>());
    CHECK(unique_string(cell) == query.at("result").at("ok").get<std::string>());
  }
}

TEST_CASE("unique_string and connected equal the original's for derived cells, with and without zeros") {
  const auto file = cellar::test::reference("data/oneshot/derive/argmax/index.json");
  if (file.empty()) return;
  std::ifstream stream(file);
  const auto rows = nlohmann::json::parse(stream).at("rows");
  REQUIRE(rows.size() == 46);
  for (const auto& row : rows) {
    const Architecture cell = cellar::nb201::parse_cell(row.at("genotype").get<std::string>());
    CHECK(unique_string(cell, Zeros::propagate) == row.at("unique_str_zero").get<std::string>());
    CHECK(unique_string(cell, Zeros::opaque) == row.at("unique_str").get<std::string>());
    CHECK(connected(cell) == row.at("valid").get<bool>());
  }
}

TEST_CASE("15,284 cells are connected: those with a path of which no edge is none, whose output is not zero") {
  const Nb201 space;
  int count = 0;
  int wrong = 0;
  for (std::uint64_t index = 0; index < space.size(); ++index) {
    const Architecture cell = space.at(index);
    const bool path = cell[3] != 0 || (cell[0] != 0 && cell[4] != 0) || (cell[1] != 0 && cell[5] != 0) ||
                      (cell[0] != 0 && cell[2] != 0 && cell[5] != 0);
    if (connected(cell) != path || path != (value(cell, Zeros::propagate) != 0)) ++wrong;
    count += path ? 1 : 0;
  }
  CHECK(wrong == 0);
  CHECK(count == 15284);
}

TEST_CASE("The class numbers make the same classes as the original's unique strings") {
  const Nb201 space;
  const cellar::nb201::Classes classes;
  std::map<std::string, std::uint64_t> number_of;
  std::map<std::uint64_t, std::string> string_of;
  for (std::uint32_t code = 0; code < space.size(); ++code) {
    Architecture cell(6);
    for (std::uint32_t edge = 6, rest = code; edge-- > 0; rest /= 5) cell[edge] = static_cast<std::uint8_t>(rest % 5);
    const std::string text = unique_string(cell);
    const std::uint64_t number = classes.number(code);
    REQUIRE(number_of.emplace(text, number).first->second == number);
    REQUIRE(string_of.emplace(number, text).first->second == text);
  }
  CHECK(number_of.size() == 6466);
}
