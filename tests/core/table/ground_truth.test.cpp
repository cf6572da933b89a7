#include "core/table/ground_truth.hpp"

#include "core/errors.hpp"
#include "core/table/dataset.hpp"
#include "tests/catch.hpp"
#include "tests/core/table/sample_table.hpp"

namespace cellar {

TEST_CASE("A data set validates on its half where the table has one, and tests on itself") {
  const GroundTruth pets(test::sample_table(), "pets");
  CHECK(format(pets.metric({"valid", {8, 8}})) == "pets-valid.valid@8/8");
  CHECK(format(pets.metric({"test", {8, 8}})) == "pets.test@8/8");
  const GroundTruth cars(test::sample_table(), "cars");
  CHECK(format(cars.metric({"valid", {4, 4}})) == "cars.valid@4/4");
  CHECK(validation_dataset(*test::sample_table(), "pets-valid") == "pets-valid");
}

TEST_CASE("The best value is the largest, its index the lowest of equals") {
  const GroundTruth pets(test::sample_table(), "pets");
  CHECK(pets.best({"test", {8, 8}}).value == 50);
  CHECK(pets.best({"test", {8, 8}}).index == 4);
  CHECK(pets.best({"valid", {8, 8}}).value == 61);
  CHECK(GroundTruth(test::sample_table(), "cars").best({"valid", {4, 4}}).index == 4);
}

TEST_CASE("Ground truth is the mean over seeds, not a seed's column") {
  const GroundTruth pets(test::sample_table(), "pets");
  CHECK(pets.values({"valid", {8, 8}})[0] == 11);
  CHECK(pets.values({"valid", {8, 8}})[1] == 21);
  CHECK(pets.has({"valid", {8, 8}}));
  CHECK_FALSE(pets.has({"valid", {7, 8}}));
}

TEST_CASE("Truth that a table does not have is refused") {
  CHECK_THROWS_WITH(GroundTruth(test::sample_table(), "dogs"), ContainsSubstring("unknown data set 'dogs'"));
  const GroundTruth pets(test::sample_table(), "pets");
  CHECK_THROWS_WITH(pets.values({"test", {7, 8}}), ContainsSubstring("it has for pets: test@8/8"));
  NewTable nothing = test::sample();
  nothing.columns[0].values.assign(6, test::kAbsent);
  const auto table = std::make_shared<const Table>(test::table_over(test::bytes_of(nothing)));
  CHECK_THROWS_WITH(GroundTruth(table, "pets").best({"test", {8, 8}}), ContainsSubstring("no value of pets.test@8/8"));
}

}  // namespace cellar
