#include <cmath>

#include "core/errors.hpp"
#include "core/table/dataset.hpp"
#include "core/table/ground_truth.hpp"
#include "core/table/modelled_oracle.hpp"
#include "core/table/table_oracle.hpp"
#include "space/generic.hpp"
#include "tests/catch.hpp"
#include "tests/core/table/sample_table.hpp"

// A table of figures in other units, of trainings of unknown length, and with names that no data set owns.

namespace cellar {

namespace {

using Better = Quantity::Better;
using Names = std::vector<std::string>;

const GenericSpace kSpace("sample-space", {2, 3});
constexpr Fidelity kWhole{1, 1};

std::shared_ptr<const Table> views(std::vector<DatasetDefaults> defaults = {}) {
  static const test::TemporaryFolder folder;
  NewTable table = test::sample();
  table.columns.clear();
  const auto add = [&](const std::string& name, Quantity quantity, std::vector<double> values) {
    table.columns.push_back({name, std::move(quantity), "",
                             parse_metric_column(name) ? parse_metric_column(name)->first_epoch : 0, 1,
                             std::move(values)});
  };
  const double none = test::kAbsent;
  add("views.valid", {"1", Better::larger, -1, 1}, {0.1, 0.2, none, 0.4, 0.5, 0.6});
  add("views.loss@5/5.1", {"nats", Better::smaller}, {1, 2, 3, 4, 5, none});
  add("views.loss@5/5.2", {"nats", Better::smaller}, {10, 20, 30, 40, 50, none});
  add("views.rank@5/5.1", {"1", Better::smaller}, {1, 2, 3, 4, none, 6});
  add("views.rank@5/5.2", {"1", Better::smaller}, {10, 20, 30, 40, 50, 60});
  add("views.loss@4/4", {"nats", Better::smaller}, {1, 1, 1, 1, 1, 1});
  add("views.test", {"1", Better::larger, -1, 1}, {0.5, 0.4, 0.3, 0.2, 0.1, 0});
  add("latency.board", {"ms", Better::smaller, 0}, {5, none, 3, 2, 1, 0.5});
  table.datasets = std::move(defaults);
  const auto file = folder / "views.table";
  write_table(table, file);
  return open_table(file);
}

Architecture cell(std::uint64_t index) { return kSpace.at(index); }

}  // namespace

TEST_CASE("A table answers with a value for each objective that is observed") {
  const TableOracle oracle(views(), kSpace, "views", Names{"valid", "latency.board"});
  const auto objectives = oracle.objectives();
  REQUIRE(objectives.size() == 2);
  CHECK(objectives[0].name == "views.valid");
  CHECK(objectives[0].maximise);
  CHECK(objectives[0].least == -1);
  CHECK(objectives[1].name == "latency.board");
  CHECK(objectives[1].unit == "ms");
  CHECK(!objectives[1].maximise);
  CHECK(oracle.fidelities() == std::vector<Fidelity>{kWhole});
  const Values both = oracle.measure(cell(3), kWhole, 0, 7).values;
  CHECK(both[0] == 0.4);
  CHECK(both[1] == 2);
  const Values without = oracle.measure(cell(1), kWhole, 0, 7).values;  // this board cannot run it: no failure
  CHECK(!without.failed());
  CHECK(without[0] == 0.2);
  CHECK(!without.at(1));
  CHECK(oracle.measure(cell(2), kWhole, 0, 7).values.failed());  // nothing of the first objective
  CHECK(oracle.known_indices() == std::vector<std::uint64_t>{0, 1, 3, 4, 5});
}

TEST_CASE("A draw picks the same training seed for all objectives where they have it") {
  const TableOracle oracle(views(), kSpace, "views", Names{"loss@5/5", "rank@5/5"});
  int first = 0;
  for (std::uint64_t draw = 0; draw < 200; ++draw) {
    const Values pair = oracle.measure(cell(1), {5, 5}, 0, draw).values;
    CHECK(pair[0] == pair[1]);
    first += pair[0] == 2 ? 1 : 0;
    const Values other = oracle.measure(cell(4), {5, 5}, 0, draw).values;  // rank has seed 2 alone
    CHECK(other[1] == 50);
  }
  CHECK(first > 60);
  CHECK(first < 140);
  CHECK(oracle.objectives()[1].source == FigureSource{FigureSource::Kind::drawn_seed, 2, {}});
}

TEST_CASE("A figure is meant by its measure, its column or its name on the data set") {
  const auto table = views();
  CHECK(find_figure(*table, "views", "valid")->name == "views.valid");
  CHECK(find_figure(*table, "views", "views.valid")->metric);
  CHECK(find_figure(*table, "views", "latency.board")->name == "latency.board");
  CHECK(!find_figure(*table, "views", "board"));
  CHECK(figure_of(*table, "views", "views.loss@5/5") == "loss@5/5");
  CHECK(figure_of(*table, "views", "latency.board") == "latency.board");
}

TEST_CASE("What cannot be observed together or at all is refused") {
  const auto table = views();
  const auto make = [&](const Names& observed) { TableOracle(table, kSpace, "views", observed); };
  CHECK_NOTHROW(make({"valid", "latency.board"}));
  CHECK_THROWS_WITH(make({"loss@5/5", "loss@4/4"}), ContainsSubstring("trainings of different lengths"));
  CHECK_THROWS_WITH(make({"valid", "latency.bored"}), ContainsSubstring("did you mean 'latency.board'?"));
  CHECK_THROWS_WITH(make({"loss@5/5.1"}), ContainsSubstring("of a single training seed; write loss@5/5"));
  CHECK_THROWS_WITH(make({"test"}), ContainsSubstring("never shown test accuracy"));
  CHECK_THROWS_WITH(make({"valid", "test"}), ContainsSubstring("never shown test accuracy"));
  CHECK_NOTHROW(TableOracle(views({{.dataset = "views", .observed = "test"}}), kSpace, "views", Names{"test"}));
  const auto oracle = std::make_shared<const TableOracle>(table, kSpace, "views", Names{"valid"});
  CHECK_THROWS_WITH(ModelledOracle(oracle, kSpace, EarlyEpochs::exponential), ContainsSubstring("in per cent"));
}

TEST_CASE("The best of a figure is the lowest where less is better") {
  const GroundTruth truth(views(), "views");
  CHECK(truth.best(*truth.find("latency.board")).index == 5);
  CHECK(truth.best(*truth.find("valid")).index == 5);
  CHECK(truth.best(*truth.find("loss@4/4")).index == 0);  // the first of equals
  CHECK(!truth.find("nothing"));
}

TEST_CASE("A table keeps units, directions, ranges, sources and defaults of its data sets") {
  const std::vector<DatasetDefaults> said = {
      {"views", "valid", {"test", "valid"}, Budget{Budget::Unit::evaluations, 150}}};
  const auto table = views(said);
  CHECK(table->datasets() == Names{"views"});
  CHECK(*table->defaults("views") == said.front());
  CHECK(!table->defaults("others"));
  CHECK(table->describe("views.loss@5/5.1")->quantity == Quantity{"nats", Better::smaller});
  CHECK(figures_of(*table, "views") == Names{"valid", "loss@5/5", "rank@5/5", "loss@4/4", "test", "latency.board"});
}

}  // namespace cellar
