#include "experiments/networks/metrics_row.hpp"

#include "core/formats/csv.hpp"
#include "core/formats/import_header.hpp"
#include "space/nb201.hpp"
#include "tests/catch.hpp"

namespace cellar {

TEST_CASE("A training's metrics are a row that an import reads: accuracies by epoch, costs and an epoch's price") {
  const Nb201 space;
  MetricsRow row{"cell=77", "cifar10-valid", 77, space.format(space.at(77)), {"train", "valid", "test"}, 12};
  row.params = 1234;
  row.mflops = 5.5;
  row.epoch_seconds = 2.25;
  const std::vector<network::EpochResult> results = {{0.1, {2, 10, 50}, {{2.5, 20, 60}, {2.75, 30, 70}}},
                                                     {0.05, {1, 11, 51}, {{1.5, 21, 61}, {1.75, 31, 71}}}};
  const std::string text = metrics_csv(row, results);
  CHECK(text.starts_with("# cell=77\n"));
  CsvReader reader(text, "metrics.csv");
  std::vector<std::string_view> names, values;
  REQUIRE(reader.next(names));
  const ImportHeader header = parse_import_header(names, "metrics.csv");
  const std::vector<std::string> columns(names.begin(), names.end());
  REQUIRE(reader.next(values));
  REQUIRE(values.size() == columns.size());
  const auto value = [&](const std::string& name) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i] == name) return std::string(values[i]);
    }
    return std::string("no such column");
  };
  CHECK(value("index") == "77");
  CHECK(value("arch") == space.format(space.at(77)));
  CHECK(value("cifar10-valid.train@1/12") == "10");
  CHECK(value("cifar10-valid.train@2/12") == "11");
  CHECK(value("cifar10-valid.valid@2/12") == "21");
  CHECK(value("cifar10-valid.test@1/12") == "30");
  CHECK(value("cifar10-valid.train_loss:2/12") == "1");
  CHECK(value("cifar10-valid.test_loss:1/12") == "2.75");
  CHECK(value("cifar10-valid.learning_rate:2/12") == "0.05");
  CHECK(value("cifar10-valid.params") == "1234");
  CHECK(value("cifar10-valid.mflops") == "5.5");
  CHECK(columns.back() == "cifar10-valid.epoch_seconds");
  CHECK(values.back() == "2.25");
  CHECK(header.index);
  CHECK(header.arch);
  CHECK(header.columns.size() == 6 + 3);
  CHECK_FALSE(reader.next(values));
}

}  // namespace cellar
