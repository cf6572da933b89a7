#include "core/table/table.hpp"

#include <bit>
#include <thread>

#include "core/errors.hpp"
#include "tests/catch.hpp"
#include "tests/core/table/sample_table.hpp"

namespace cellar {

using test::sample;
using test::sample_table;

TEST_CASE("A table reads back what was written, bit for bit") {
  const NewTable written = sample();
  const auto table = sample_table();
  CHECK(table->name() == "sample");
  CHECK(table->space() == written.space);
  CHECK(table->provenance() == written.provenance);
  REQUIRE(table->size() == written.architectures.size());
  for (std::size_t i = 0; i < table->size(); ++i) CHECK(table->architecture(i) == written.architectures[i]);
  REQUIRE(table->columns().size() == written.columns.size());
  for (const NewColumn& column : written.columns) {
    CAPTURE(column.name);
    const auto view = table->find(column.name);
    REQUIRE(view);
    CHECK(view->info().quantity == column.quantity);
    CHECK(view->info().note == column.note);
    CHECK(view->info().width == column.width);
    for (std::size_t i = 0; i < view->size(); ++i) {
      const double value = column.values[i * static_cast<std::size_t>(column.width)];
      CHECK(std::bit_cast<std::uint64_t>((*view)[i]) == std::bit_cast<std::uint64_t>(value));
    }
  }
  table->verify();
}

TEST_CASE("Spellings of different lengths read back") {
  NewTable written = sample();
  written.architectures = {"a", "", "longest", "bb", "ccc", "d"};
  const Table table = test::table_over(test::bytes_of(written));
  for (std::size_t i = 0; i < table.size(); ++i) CHECK(table.architecture(i) == written.architectures[i]);
}

TEST_CASE("A directory counts what a column lacks") {
  const auto table = sample_table();
  CHECK(table->find("pets.test@8/8")->info().missing == 1);
  CHECK(table->find("pets-valid.valid@8/8.999")->info().missing == 5);
  CHECK(table->find("pets.params")->info().missing == 0);
}

TEST_CASE("Every epoch of a curve is found by its metric") {
  const auto table = sample_table();
  for (int epoch = 1; epoch <= 4; ++epoch) {
    const auto view = table->find(Metric{"cars", {"valid", {epoch, 4}}, {}});
    REQUIRE(view);
    REQUIRE(view->size() == 6);
    for (std::size_t i = 0; i < 5; ++i) CHECK((*view)[i] == 10 * static_cast<double>(i) + epoch);
  }
  CHECK_FALSE(table->find(Metric{"cars", {"valid", {1, 3}}, {}}));
  CHECK_FALSE(table->find(Metric{"cars", {"test", {1, 4}}, {}}));
  CHECK_FALSE(table->find(Metric{"cars", {"valid", {1, 4}}, 7}));
  CHECK_FALSE(table->find("cars.valid@1/4"));
}

TEST_CASE("A table knows its data sets and the seeds of a measure") {
  const auto table = sample_table();
  CHECK(table->datasets() == std::vector<std::string>{"pets", "pets-valid", "cars"});
  CHECK(table->seeds(parse_metric("pets-valid.valid@8/8")) == std::vector<int>{111, 777, 999});
  CHECK(table->seeds(parse_metric("pets.test@8/8")).empty());
  CHECK(table->seeds(parse_metric("pets-valid.valid@7/8")).empty());
}

TEST_CASE("A metric that a table lacks is answered with those it has") {
  const auto table = sample_table();
  CHECK_THROWS_WITH(table->at(parse_metric("cars.valid@9/9")),
                    "table 'sample' has no cars.valid@9/9; it has for cars: valid@1-3/4, valid@4/4");
  CHECK_THROWS_WITH(table->at(parse_metric("car.valid@4/4")), ContainsSubstring("did you mean 'cars'?"));
  CHECK(table->at(parse_metric("cars.valid@4/4"))[1] == 14);
}

TEST_CASE("Threads may ask a table for the same columns at the same time") {
  const auto table = sample_table();
  std::vector<double> sums(8);
  std::vector<std::thread> threads;
  for (double& sum : sums) {
    threads.emplace_back([&table, &sum] {
      for (const ColumnInfo& column : table->columns()) {
        const auto view = table->find(column.name);
        for (std::size_t i = 0; i < view->size(); ++i) sum += (*view)[i] == (*view)[i] ? (*view)[i] : 0;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const double sum : sums) CHECK(sum == sums[0]);
  CHECK(sums[0] > 2100);
}

TEST_CASE("A table outlives its move and answers as before") {
  Table first = test::table_over(test::bytes_of(sample()));
  const ColumnView view = *first.find("pets.params");
  const Table second = std::move(first);
  CHECK(view[5] == 600);
  CHECK(&view.info() == &second.find("pets.params")->info());
}

}  // namespace cellar
