#include <algorithm>
#include <cmath>

#include "core/errors.hpp"
#include "core/formats/md5_name.hpp"
#include "core/formats/nas_bench/record_import.hpp"
#include "core/table/records/records.hpp"
#include "core/table/table_oracle.hpp"
#include "space/nats_size.hpp"
#include "space/nb201.hpp"
#include "tests/catch.hpp"
#include "tests/folder.hpp"
#include "tests/reference.hpp"

namespace cellar {

namespace {

std::shared_ptr<const SearchSpace> space_of(std::string_view spelling) {
  if (spelling.starts_with("|")) return std::make_shared<const Nb201>();
  return std::make_shared<const NatsSize>();
}

RecordReport import_into(const std::filesystem::path& from, const std::filesystem::path& out, bool curves = true,
                         int threads = 2) {
  return import_records({from, out, curves, threads, space_of, {}});
}

double figure(const Table& table, std::string_view column, std::size_t index) {
  return table.find(column).value()[index];
}

}  // namespace

TEST_CASE("The real record of cell 0 has the figures that its authors print") {
  const auto folder = test::reference("data/nats-tss-sample");
  if (folder.empty()) return;
  const test::TemporaryFolder out;
  const RecordReport report = import_into(folder, out / "real.table");
  CHECK(report.cells == 1);
  CHECK_THAT(report.lines().back(), ContainsSubstring("every recorded epoch"));
  const auto table = open_table(out / "real.table");
  table->verify();
  // protocol.md §1.6: NATS-Bench, fake_torch_dir/NATS-tss-v1_0-3ffb9-simple
  CHECK(figure(*table, "cifar10-valid.valid@12/12.777", 0) == Approx(62.712).margin(5e-4));
  CHECK(figure(*table, "cifar10-valid.valid@12/12.111", 0) == Approx(64.016).margin(5e-4));
  CHECK(table->find(parse_metric("cifar10-valid.valid@1/12.777")).value()[0] == Approx(29.092).margin(5e-4));
  CHECK(table->find(parse_metric("cifar10-valid.valid@4/12.777")).value()[0] == Approx(44.724).margin(5e-4));
  CHECK(table->find(parse_metric("cifar100.valid@4/12.111")).value()[0] == Approx(15.5).margin(5e-4));
  CHECK(figure(*table, "ImageNet16-120.test@12/12.111", 0) == Approx(17.0).margin(5e-4));
  CHECK(figure(*table, "cifar10.test@200/200.888", 0) == Approx(86.18).margin(5e-4));
  CHECK(figure(*table, "cifar10.test@200/200", 0) == Approx((85.62 + 86.18 + 85.79) / 3).margin(5e-4));
  CHECK(figure(*table, "cifar100.valid@200/200.999", 0) == Approx(53.14).margin(5e-4));
  CHECK(figure(*table, "cifar10-valid.epoch_seconds", 0) == Approx(7.2211).margin(5e-5));
  CHECK(figure(*table, "cifar10-valid.valid_seconds", 0) == Approx(2.549).margin(5e-5));
  CHECK(figure(*table, "cifar10.params", 0) == 129306);
  CHECK(figure(*table, "cifar10.mflops", 0) == Approx(15.64737).margin(1e-9));
  CHECK(std::isnan(figure(*table, "cifar10.params", 1)));
}

TEST_CASE("An import says which epochs of which sets are recorded, and in how many trials where they differ") {
  const auto real = test::reference("data/nats-tss-sample");
  const auto made_up = test::reference("data/formats/NAS-Bench-201-v1_1-096897.pth");
  if (real.empty() || made_up.empty()) return;
  const test::TemporaryFolder out;
  const auto lines_of = [&](const std::filesystem::path& from, const std::string& training) {
    const auto lines = import_into(from, out / "a.table").lines();
    const auto seeds = std::find_if(lines.begin(), lines.end(), [&](const auto& l) { return l.starts_with(training); });
    REQUIRE(lines.end() - seeds >= 2);
    return std::pair(*seeds, seeds[1]);
  };
  // protocol.md, "Data content": at 200 epochs of CIFAR-100, x-valid and x-test at the last epoch alone.
  CHECK(lines_of(real, "200 epochs, cifar100") ==
        std::pair<std::string, std::string>("200 epochs, cifar100: seeds (cells) 777 (1), 888 (1), 999 (1)",
                                            "  train every epoch; x-valid the last epoch alone; x-test the last epoch "
                                            "alone; ori-test every epoch"));
  CHECK(lines_of(real, "12 epochs, cifar10:").second == "  train every epoch; ori-test every epoch");
  CHECK(lines_of(made_up, "200 epochs, cifar10-valid").second ==
        "  train every epoch; x-valid every epoch; ori-test every epoch (3 trials), the last epoch alone (46 trials)");
}

TEST_CASE("A search over an imported table draws one of its trials and pays as the original's clock says") {
  const auto folder = test::reference("data/nats-tss-sample");
  if (folder.empty()) return;
  const test::TemporaryFolder out;
  import_into(folder, out / "real.table");
  const Nb201 space;
  const TableOracle oracle(open_table(out / "real.table"), space, "cifar10", std::vector<std::string>{"valid@12/12"});
  REQUIRE(oracle.fidelities().size() == 12);  // every epoch
  CHECK(format(oracle.objectives().front().source) == "one of 2 training seeds");
  for (std::uint64_t draw = 0; draw < 64; ++draw) {  // the same trial at every epoch
    const bool is_777 = oracle.measure(space.at(0), {12, 12}, 0, draw).values.at(0).value() < 63;
    const double first = oracle.measure(space.at(0), {1, 12}, 0, draw).values.at(0).value();
    CHECK(first == Approx(is_777 ? 29.092 : 20.76).margin(5e-4));
  }
  bool first = false, second = false;
  for (std::uint64_t draw = 0; draw < 64; ++draw) {
    const Measurement measured = oracle.measure(space.at(0), {12, 12}, 0, draw);
    first = first || measured.values.at(0).value() == Approx(62.712).margin(5e-4);
    second = second || measured.values.at(0).value() == Approx(64.016).margin(5e-4);
    CHECK(measured.cost_seconds == Approx(89.2).margin(0.05));  // 12 epochs and one validation pass, §1.6
  }
  CHECK(first);
  CHECK(second);
}

TEST_CASE("The built-in table and an official record agree where both have a value") {
  const auto folder = test::reference("data/nats-tss-sample");
  if (folder.empty()) return;
  const test::TemporaryFolder out;
  import_into(folder, out / "real.table");
  const auto official = open_table(out / "real.table");
  const auto builtin = open_table(std::filesystem::path(CELLAR_TABLES_DIR) / "nb201.table");
  int compared = 0;
  for (const ColumnInfo& column : builtin->columns()) {
    if (column.type != ColumnInfo::Type::figures) continue;
    const auto there = official->find(column.name);
    if (!there || std::isnan((*there)[0])) continue;
    CAPTURE(column.name);
    CHECK(builtin->find(column.name).value()[0] == Approx((*there)[0]).epsilon(1e-4).margin(0.03));
    ++compared;
  }
  CHECK(compared > 20);
}

TEST_CASE("The same file makes the same table, whatever the number of threads, and zip the same as legacy") {
  const auto file = test::reference("data/formats/NAS-Bench-201-v1_0-e61699.pth");
  if (file.empty()) return;
  const test::TemporaryFolder out;
  import_into(file, out / "1.table", true, 1);
  import_into(file, out / "3.table", true, 3);
  import_into(test::reference("data/formats/zip/NAS-Bench-201-v1_0-e61699.pth"), out / "zip.table");
  CHECK(test::read_file(out / "1.table") == test::read_file(out / "3.table"));
  CHECK(test::read_file(out / "1.table") == test::read_file(out / "zip.table"));
}

TEST_CASE("A single NATS-Bench file and a folder of the same cells hold the same figures") {
  const auto file = test::reference("data/formats/NATS-tss-v1_0-3ffb9.pickle.pbz2");
  if (file.empty()) return;
  const test::TemporaryFolder out;
  import_into(file, out / "file.table");
  import_into(test::reference("data/formats/nats-simple"), out / "folder.table");
  const auto a = open_table(out / "file.table");
  const auto b = open_table(out / "folder.table");
  REQUIRE(a->columns().size() == b->columns().size());
  for (std::size_t i = 0; i < a->columns().size(); ++i) {
    REQUIRE(a->columns()[i].name == b->columns()[i].name);
    if (a->columns()[i].type == ColumnInfo::Type::figures) CHECK(a->columns()[i].checksum == b->columns()[i].checksum);
  }
  CHECK(Records(a).source().length == 20);
  CHECK(Records(b).source().is_folder);
}

TEST_CASE("Without curves the last epochs stay, and the times") {
  const auto folder = test::reference("data/formats/nats-simple");
  if (folder.empty()) return;
  const test::TemporaryFolder out;
  import_into(folder, out / "full.table");
  import_into(folder, out / "last.table", false);
  CHECK(std::filesystem::file_size(out / "last.table") < std::filesystem::file_size(out / "full.table"));
  const Records full(open_table(out / "full.table")), last(open_table(out / "last.table"));
  const ScheduleShape& schedule = *full.cell(3)->find("200");
  for (const TrialShape* trial : schedule.trials) {
    const TrialShape* other = last.cell(3)->find("200")->find(trial->dataset, trial->seed);
    REQUIRE(other);
    const auto value = [&](const Records& records, const TrialShape& of, int epoch) {
      return records.value(3, of, ImageSet::ori_test, Figure::accuracy, epoch);
    };
    CHECK(value(full, *trial, 199) == value(last, *other, 199));
    CHECK(std::isnan(value(last, *other, 100)));
    CHECK(full.value(3, *trial, ImageSet::train, Figure::seconds, 7) ==
          last.value(3, *other, ImageSet::train, Figure::seconds, 7));
  }
}

TEST_CASE("Trials of a cell that disagree about their network are counted, and seed 888 is believed") {
  const auto folder = test::reference("data/formats/nats-simple");
  if (folder.empty()) return;
  const test::TemporaryFolder out;
  const RecordReport report = import_into(folder, out / "t.table");
  CHECK(report.disagreeing_costs == 2);
  const auto table = open_table(out / "t.table");
  for (std::size_t cell = 0; cell < 20; ++cell) {
    CHECK(figure(*table, "cifar100.mflops", cell) == Approx(figure(*table, "cifar100.mflops/200.888", cell)));
  }
}

TEST_CASE("The digits of the md5 in a file's name are compared on request") {
  const test::TemporaryFolder folder;
  test::write_file(folder / "a-b-9a0364b9.pth", "");  // RFC 1321: the digest of nothing is d41d…427e
  test::write_file(folder / "NAS-v1_0-8427e.pickle.pbz2", "");
  test::write_file(folder / "nameless.pth", "");
  CHECK_NOTHROW(verify_md5_name(folder / "NAS-v1_0-8427e.pickle.pbz2"));
  CHECK_THROWS_WITH(verify_md5_name(folder / "a-b-9a0364b9.pth"),
                    ContainsSubstring("d41d8cd98f00b204e9800998ecf8427e"));
  CHECK_THROWS_WITH(verify_md5_name(folder / "nameless.pth"), ContainsSubstring("does not end with digits"));
}

}  // namespace cellar
