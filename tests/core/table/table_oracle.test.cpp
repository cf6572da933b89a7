#include "core/table/table_oracle.hpp"

#include <map>

#include "core/errors.hpp"
#include "core/table/space_check.hpp"
#include "tests/catch.hpp"
#include "tests/core/table/sample_table.hpp"

namespace cellar {

namespace {

const GenericSpace kSpace("sample-space", {2, 3});
constexpr Fidelity kFull{8, 8};

TableOracle pets() { return TableOracle(test::sample_table(), kSpace, "pets", std::vector<std::string>{"valid@8/8"}); }

// How often each value is answered for 3,000 successive draws; -1 stands for a failure.
std::map<double, int> answers(const TableOracle& oracle, const Architecture& arch) {
  std::map<double, int> counts;
  for (std::uint64_t draw = 0; draw < 3000; ++draw) {
    ++counts[oracle.measure(arch, kFull, 0, draw).values.at(0).value_or(-1)];
  }
  return counts;
}

}  // namespace

TEST_CASE("Draws are uniform over the training seeds that an architecture has") {
  const TableOracle oracle = pets();
  const auto three = answers(oracle, {0, 0});
  REQUIRE(three.size() == 3);
  for (const double value : {10.0, 11.0, 12.0}) CHECK(three.at(value) == Approx(1000).margin(130));  // 5 sd
  const auto two = answers(oracle, {0, 1});
  REQUIRE(two.size() == 2);
  for (const double value : {20.0, 22.0}) CHECK(two.at(value) == Approx(1500).margin(140));
  CHECK(answers(oracle, {1, 0}) == std::map<double, int>{{40, 3000}});
  CHECK(answers(oracle, {1, 1}) == std::map<double, int>{{51, 3000}});
}

TEST_CASE("Without any seed the mean is the answer, without a mean the training fails") {
  const TableOracle oracle = pets();
  CHECK(answers(oracle, {1, 2}) == std::map<double, int>{{61, 3000}});
  CHECK(answers(oracle, {0, 2}) == std::map<double, int>{{-1, 3000}});
}

TEST_CASE("Equal draws give equal answers") {
  const TableOracle oracle = pets();
  for (std::uint64_t draw = 0; draw < 100; ++draw) {
    const auto first = oracle.measure({0, 0}, kFull, 0, draw).values.at(0);
    CHECK(first == oracle.measure({0, 0}, kFull, 4, draw).values.at(0));
    CHECK(first == pets().measure({0, 0}, kFull, 0, draw).values.at(0));
  }
}

TEST_CASE("A price is the epochs trained times their seconds and one validation pass") {
  const TableOracle oracle = pets();
  CHECK(oracle.has_prices());
  CHECK(oracle.measure({0, 1}, kFull, 0, 1).cost_seconds == 8 * 2 + 0.5);
  CHECK(oracle.measure({0, 1}, kFull, 5, 1).cost_seconds == 3 * 2 + 0.5);
  CHECK(oracle.measure({1, 2}, kFull, 0, 1).cost_seconds == 8 * 6 + 0.25);
  CHECK(oracle.measure({0, 2}, kFull, 0, 1).cost_seconds == 8 * 3 + 0.5);                 // it fails all the same
  CHECK(oracle.measure({1, 0}, kFull, 0, 1).cost_seconds == Approx(8 * 17.0 / 5 + 0.5));  // the mean, it has none
  CHECK(oracle.price() == "epochs x pets-valid.epoch_seconds, one validation pass");
}

TEST_CASE("A table without seconds answers for nothing") {
  const TableOracle oracle(test::sample_table(), kSpace, "cars", std::vector<std::string>{"valid@4/4"});
  CHECK_FALSE(oracle.has_prices());
  CHECK(oracle.measure({0, 0}, {4, 4}, 0, 1).cost_seconds == 0);
  CHECK(oracle.price().empty());
}

TEST_CASE("Lower fidelities are the earlier epochs of the schedule that the table has") {
  const TableOracle curve(test::sample_table(), kSpace, "cars", std::vector<std::string>{"valid@4/4"});
  CHECK(curve.fidelities() == std::vector<Fidelity>{{1, 4}, {2, 4}, {3, 4}, {4, 4}});
  for (const Fidelity fidelity : curve.fidelities()) {
    for (std::uint8_t i = 0; i < 5; ++i) {
      const Architecture arch{static_cast<std::uint8_t>(i / 3), static_cast<std::uint8_t>(i % 3)};
      CHECK(curve.measure(arch, fidelity, 0, 9).values.at(0) == 10.0 * i + fidelity.epochs);
    }
  }
  CHECK_FALSE(curve.measure({1, 2}, {4, 4}, 0, 9).values.at(0));
  CHECK(TableOracle(test::sample_table(), kSpace, "cars", std::vector<std::string>{"valid@2/4"}).fidelities().back() ==
        Fidelity{2, 4});
  CHECK(pets().fidelities() == std::vector<Fidelity>{kFull});
}

TEST_CASE("What is observed is named in full, with where its figures come from") {
  const Objective drawn = pets().objectives().front();
  CHECK(drawn.name == "pets-valid.valid@8/8");
  CHECK(drawn.unit == "%");
  CHECK(drawn.maximise);
  CHECK(drawn.source == FigureSource{FigureSource::Kind::drawn_seed, 3, {}});
  CHECK(pets().note().empty());
  const TableOracle cars(test::sample_table(), kSpace, "cars", std::vector<std::string>{"valid@4/4"});
  CHECK(cars.objectives().front().name == "cars.valid@4/4");
  CHECK(cars.note() == "of seed 7");
  CHECK(cars.objectives().front().source.kind == FigureSource::Kind::one_seed);
}

TEST_CASE("An oracle over what a table lacks says what there is") {
  const auto table = test::sample_table();
  const auto make = [&](const SearchSpace& space, const std::string& dataset, const std::string& observed) {
    TableOracle(table, space, dataset, std::vector<std::string>{observed});
  };
  CHECK_NOTHROW(make(kSpace, "pets", "valid@8/8"));
  CHECK_THROWS_WITH(make(kSpace, "pet", "valid@8/8"), ContainsSubstring("did you mean 'pets'?"));
  CHECK_THROWS_WITH(make(kSpace, "pets", "valid@7/8"), ContainsSubstring("'valid@7/8' (did you mean 'valid@8/8'?"));
  CHECK_THROWS_WITH(make(kSpace, "cars", "val@4/4"), ContainsSubstring("known: valid@1-3/4, valid@4/4)"));
  CHECK_THROWS_WITH(make(kSpace, "pets", "test@8/8"), ContainsSubstring("never shown test accuracy"));
  const GenericSpace renamed("other", {2, 3});
  CHECK_THROWS_WITH(make(renamed, "pets", "valid@8/8"), ContainsSubstring("of space sample-space, not of other"));
  const GenericSpace larger("sample-space", {2, 4});
  CHECK_THROWS_WITH(make(larger, "pets", "valid@8/8"), ContainsSubstring("6 architectures"));
}

TEST_CASE("An oracle refuses what no searcher may ask") {
  const TableOracle oracle = pets();
  CHECK_NOTHROW(oracle.measure({0, 0}, kFull, 8, 1));
  CHECK_THROWS_AS(oracle.measure({0, 0}, {7, 8}, 0, 1), ContractError);
  CHECK_THROWS_AS(oracle.measure({0, 0}, {8, 9}, 0, 1), ContractError);
  CHECK_THROWS_AS(oracle.measure({0, 0}, {-1, 8}, 0, 1), ContractError);
  CHECK_THROWS_AS(oracle.measure({0, 0}, {9, 8}, 0, 1), ContractError);
  CHECK_THROWS_AS(oracle.measure({0, 0}, kFull, 9, 1), ContractError);
  CHECK_THROWS_AS(oracle.measure({0, 0}, kFull, -1, 1), ContractError);
  CHECK_THROWS_AS(oracle.measure({9, 9}, kFull, 0, 1), ContractError);
}

TEST_CASE("A table's spellings are compared with the space's") {
  CHECK_NOTHROW(check_architectures(*test::sample_table(), kSpace));
  NewTable swapped = test::sample();
  std::swap(swapped.architectures[1], swapped.architectures[4]);
  const Table table = test::table_over(test::bytes_of(swapped));
  CHECK_THROWS_WITH(check_architectures(table, kSpace),
                    ContainsSubstring("'1:1' at index 1") && ContainsSubstring("'0:1'"));
}

}  // namespace cellar
