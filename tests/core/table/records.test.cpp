#include <cmath>

#include "core/errors.hpp"
#include "core/random.hpp"
#include "tests/catch.hpp"
#include "tests/experiments/client/made_up_records.hpp"
#include "tests/folder.hpp"

namespace cellar {

namespace {

// Reads all that records hold of every cell; the sum keeps it from being left out.
double read_all(const Records& records) {
  double sum = 0;
  for (std::size_t index = 0; index < records.table().size(); ++index) {
    const CellShape* cell = records.cell(index);
    if (!cell) continue;
    for (const ScheduleShape& schedule : cell->schedules) {
      for (const TrialShape* trial : schedule.trials) {
        sum += records.mflops(index, *trial) + records.mparams(index, *trial);
        for (int epoch = -1; epoch <= trial->epochs; ++epoch) {
          const double value = records.value(index, *trial, ImageSet::x_valid, Figure::accuracy, epoch);
          sum += std::isnan(value) ? 0 : value;
        }
      }
    }
  }
  return sum;
}

}  // namespace

TEST_CASE("A table of records gives back what was written, epoch by epoch") {
  const test::MadeUpRecords made(RecordSource::Kind::nats_bench);
  made.table->verify();
  const Records& records = *made.records;
  CHECK(records.schedules() == std::vector<std::string>{"12", "200"});
  REQUIRE(records.cell(2));
  CHECK_FALSE(records.cell(3));
  const ScheduleShape& schedule = *records.cell(2)->find("12");
  for (const TrialShape* trial : schedule.trials) {
    for (int epoch = 0; epoch < trial->epochs; ++epoch) {
      CHECK(records.value(2, *trial, ImageSet::x_valid, Figure::accuracy, epoch) ==
            test::MadeUpRecords::accuracy(2, epoch, trial->seed));
      CHECK(records.value(2, *trial, ImageSet::train, Figure::seconds, epoch) == 2);
    }
    CHECK(std::isnan(records.value(2, *trial, ImageSet::x_valid, Figure::accuracy, trial->epochs)));
  }
}

TEST_CASE("Seeds of an epoch that stands by itself and in a curve are named once, ascending") {
  const test::MadeUpRecords made(RecordSource::Kind::nats_bench);
  CHECK(made.table->seeds(parse_metric("cifar10-valid.valid@12/12")) == std::vector<int>{111, 777});
  CHECK(made.table->seeds(parse_metric("cifar10-valid.valid@3/12")) == std::vector<int>{111, 777});
}

TEST_CASE("The shape of a trial is one line, and back") {
  const test::MadeUpRecords made(RecordSource::Kind::nas_bench_201);
  for (const ScheduleShape& schedule : made.records->cell(0)->schedules) {
    for (const TrialShape* trial : schedule.trials) {
      const std::string line = format_shape(*trial);
      CHECK(format_shape(parse_shape(line)) == line);
      for (std::size_t size = 0; size < line.size(); ++size) {
        CHECK_THROWS_AS(parse_shape(line.substr(0, size)), Error);
      }
    }
  }
}

TEST_CASE("Damaged bytes of a table of records are an Error or other figures, never a read from elsewhere") {
  const test::TemporaryFolder folder;
  const test::MadeUpRecords made(RecordSource::Kind::nats_bench);
  const std::string good = test::read_file(made.file());
  Rng rng(7);
  int refused = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string bytes = good;
    const auto at = 64 + rng.below(static_cast<std::uint32_t>(bytes.size() - 64));
    bytes[at] = static_cast<char>(bytes[at] ^ (1 << rng.below(8)));
    test::write_file(folder / "t.table", bytes);
    try {
      read_all(Records(open_table(folder / "t.table")));
    } catch (const Error&) {
      ++refused;
    }
  }
  CHECK(refused > 0);
}

}  // namespace cellar
