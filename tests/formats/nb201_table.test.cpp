#include <map>
#include <set>
#include <sstream>

#include "core/formats/table_import.hpp"
#include "core/formats/text_file.hpp"
#include "core/table/ground_truth.hpp"
#include "core/table/space_check.hpp"
#include "core/table/table_oracle.hpp"
#include "space/nb201.hpp"
#include "tests/catch.hpp"
#include "tests/core/table/sample_table.hpp"
#include "tests/reference.hpp"

namespace cellar {

namespace {

const std::filesystem::path kSource = std::filesystem::path(CELLAR_SOURCE_DIR) / "experiments/tables";

const Nb201& space() {
  static const Nb201 space;
  return space;
}

// The embedded table, made here, not by the build.
std::shared_ptr<const Table> nb201() {
  static const auto table = [] {
    const test::TemporaryFolder folder;
    write_table(import_csv(kSource / "nb201.csv.gz", space(), kSource / "nb201.notes").table, folder / "nb201.table");
    return open_table(folder / "nb201.table");
  }();
  return table;
}

// The CSV read a second way: streams and stod, by the names in its first line.
std::map<std::string, std::vector<std::string>> cells_of_csv() {
  std::istringstream text(read_text(kSource / "nb201.csv.gz"));
  std::vector<std::string> names;
  std::map<std::string, std::vector<std::string>> cells;
  for (std::string line; std::getline(text, line);) {
    std::istringstream fields(line + ',');
    std::size_t at = 0;
    for (std::string field; std::getline(fields, field, ','); ++at) {
      if (at == names.size()) {
        names.push_back(field);
      } else {
        cells[names[at]].push_back(field);
      }
    }
  }
  return cells;
}

}  // namespace

TEST_CASE("The embedded CSV is the reference's, byte for byte") {
  const auto file = test::reference("data/nb201.csv.gz");
  if (file.empty()) return;
  CHECK(test::read_file(file) == test::read_file(kSource / "nb201.csv.gz"));
}

TEST_CASE("Every figure of the NAS-Bench-201 table equals the CSV's, read a second way") {
  const auto cells = cells_of_csv();
  const std::pair<const char*, const char*> columns[] = {
      {"cifar10.params", "cifar10.params"},
      {"cifar10.mflops", "cifar10.mflops"},
      {"cifar100.params", "cifar100.params"},
      {"cifar100.mflops", "cifar100.mflops"},
      {"ImageNet16-120.params", "ImageNet16-120.params"},
      {"ImageNet16-120.mflops", "ImageNet16-120.mflops"},
      {"cifar10-valid.epoch_seconds", "cifar10-valid.epoch_seconds"},
      {"cifar10.epoch_seconds", "cifar10.epoch_seconds"},
      {"cifar100.epoch_seconds", "cifar100.epoch_seconds"},
      {"ImageNet16-120.epoch_seconds", "ImageNet16-120.epoch_seconds"},
      {"cifar10-valid.valid12", "cifar10-valid.valid@12/12"},
      {"cifar10.test12", "cifar10.test@12/12"},
      {"cifar100.valid12", "cifar100.valid@12/12"},
      {"cifar100.test12", "cifar100.test@12/12"},
      {"ImageNet16-120.valid12", "ImageNet16-120.valid@12/12"},
      {"ImageNet16-120.test12", "ImageNet16-120.test@12/12"},
      {"cifar10-valid.valid200", "cifar10-valid.valid@200/200"},
      {"cifar10.test200", "cifar10.test@200/200"},
      {"cifar100.valid200", "cifar100.valid@200/200"},
      {"cifar100.test200", "cifar100.test@200/200"},
      {"ImageNet16-120.valid200", "ImageNet16-120.valid@200/200"},
      {"ImageNet16-120.test200", "ImageNet16-120.test@200/200"},
      {"cifar10-valid.valid200.777", "cifar10-valid.valid@200/200.777"},
      {"cifar10.test200.777", "cifar10.test@200/200.777"},
      {"cifar10-valid.valid200.888", "cifar10-valid.valid@200/200.888"},
      {"cifar10.test200.888", "cifar10.test@200/200.888"},
      {"cifar10-valid.valid200.999", "cifar10-valid.valid@200/200.999"},
      {"cifar10.test200.999", "cifar10.test@200/200.999"}};
  REQUIRE(nb201()->size() == 15'625);
  REQUIRE(nb201()->columns().size() == std::size(columns));
  REQUIRE(cells.size() == std::size(columns) + 3);
  for (const auto& [spelling, name] : columns) {
    const auto view = nb201()->find(name);
    REQUIRE(view);
    const auto& texts = cells.at(spelling);
    REQUIRE(texts.size() == view->size());
    std::size_t different = 0;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const double value = (*view)[i];
      const bool same = texts[i].empty() ? value != value : value == std::stod(texts[i]);
      different += same ? 0 : 1;
    }
    CAPTURE(name);
    CHECK(different == 0);
  }
  std::size_t misspelled = 0;
  for (std::size_t i = 0; i < 15'625; ++i) misspelled += nb201()->architecture(i) == cells.at("arch")[i] ? 0 : 1;
  CHECK(misspelled == 0);
  CHECK_NOTHROW(check_architectures(*nb201(), space()));
  CHECK_NOTHROW(nb201()->verify());
}

TEST_CASE("The NAS-Bench-201 table has the published optima") {
  const auto check_best = [](const char* dataset, double accuracy, std::uint64_t index) {
    const auto best = GroundTruth(nb201(), dataset).best({"test", {200, 200}});
    CHECK(best.value == Approx(accuracy).margin(0.0005));
    CHECK(best.index == index);
  };
  check_best("cifar10", 94.373, 6111);
  check_best("cifar100", 73.513, 9930);
  check_best("ImageNet16-120", 47.311, 857);
}

TEST_CASE("Rows of the original's golden table are in the embedded one") {
  // NATS-tss-v1_0-3ffb9-simple, cell 284: the two seeds of CIFAR-10 after 12 epochs, and one evaluation's price without
  // its validation pass of 2.3895 s.
  const TableOracle oracle(nb201(), space(), "cifar10", std::vector<std::string>{"valid@12/12"});
  const Measurement measured = oracle.measure(space().at(284), {12, 12}, 0, 1);
  REQUIRE(measured.values.at(0));
  CHECK(*measured.values.at(0) == Approx((74.044 + 71.708) / 2).margin(0.001));
  CHECK(measured.cost_seconds == Approx(60.9 - 2.3895).margin(0.06));
  CHECK((*nb201()->find("cifar10-valid.valid@200/200.999"))[284] == 86.068);
  CHECK((*nb201()->find("cifar10.params"))[284] == 101306);
}

TEST_CASE("The NAS-Bench-201 table says what its figures are") {
  const TableOracle oracle(nb201(), space(), "cifar10", std::vector<std::string>{"valid@12/12"});
  CHECK(oracle.objectives().front().name == "cifar10-valid.valid@12/12");
  CHECK(oracle.objectives().front().source == FigureSource{FigureSource::Kind::mean_of_seeds, 2, {}});
  CHECK_THAT(oracle.note(), ContainsSubstring("111 and 777; the original draws one of them"));
  CHECK(oracle.price() == "epochs x cifar10-valid.epoch_seconds, no validation pass (its time is not recorded)");
  CHECK_THAT(nb201()->provenance(), ContainsSubstring("MIT licence"));
  for (const ColumnInfo& column : nb201()->columns()) {
    CAPTURE(column.name);
    const auto metric = parse_metric_column(column.name);
    CHECK((!column.note.empty() || (metric && metric->last.seed)));
  }
  CHECK(nb201()->datasets() == std::vector<std::string>{"cifar10-valid", "cifar10", "cifar100", "ImageNet16-120"});
}

TEST_CASE("At 200 epochs CIFAR-10 answers each of the seeds that a cell has") {
  const TableOracle oracle(nb201(), space(), "cifar10", std::vector<std::string>{"valid@200/200"});
  std::size_t thirds = 0;
  for (std::uint64_t index = 0; index < 200; ++index) {
    std::set<double> drawn;
    for (std::uint64_t draw = 0; draw < 100; ++draw) {
      drawn.insert(oracle.measure(space().at(index), {200, 200}, 0, draw).values.at(0).value());
    }
    std::set<double> recorded;
    for (const char* seed : {"777", "888", "999"}) {
      const double value = (*nb201()->find(std::string("cifar10-valid.valid@200/200.") + seed))[index];
      if (value == value) recorded.insert(value);
    }
    CHECK(drawn == recorded);
    thirds += recorded.size() == 3 ? 1 : 0;
  }
  CHECK(thirds > 50);
}

TEST_CASE("The build's table is the one that the import makes") {
  const auto built = open_table(std::filesystem::path(CELLAR_TABLES_DIR) / "nb201.table");
  CHECK(built->checksum() == nb201()->checksum());
  CHECK_NOTHROW(built->verify());
}

}  // namespace cellar
