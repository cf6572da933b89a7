#include <algorithm>
#include <cstring>
#include <memory>
#include <string>

#include "core/checksum.hpp"
#include "core/table/directory.hpp"
#include "core/table/header.hpp"
#include "core/table/records/records.hpp"
#include "core/table/table.hpp"
#include "tests/fuzz/target.hpp"

namespace cellar::fuzz {

namespace {

using Bytes = std::span<std::byte>;

template <class Number>
Number field(Bytes file, std::size_t at) {
  Number number;
  std::memcpy(&number, file.data() + at, sizeof number);
  return number;
}

// Makes right what a search by chance never would: the sizes in the header and all checksums. An Error if the directory
// is none.
void mend(Bytes file) {
  if (file.size() < kHeaderBytes) return;
  const auto at = field<std::uint64_t>(file, 40);
  if (at < kHeaderBytes || at > file.size()) return;
  const std::uint64_t size = file.size() - at;
  char* text = reinterpret_cast<char*>(file.data());
  const std::string_view found(text + at, size);
  Directory directory = parse_directory(found, kHeaderBytes, at, "input");
  const auto sum = [&](ColumnInfo& column) { column.checksum = xxh3(file.subspan(column.offset, column.bytes)); };
  sum(directory.spellings);
  if (directory.curves) sum(*directory.curves);
  std::for_each(directory.columns.begin(), directory.columns.end(), sum);
  const std::string mended = format_directory(directory);
  if (mended.size() != size) return;
  std::memcpy(text + at, mended.data(), size);
  const std::string header = encode_header(mended, at);
  std::memcpy(text, header.data(), kHeaderBytes);
}

void read_columns(const Table& table) {
  table.datasets();
  for (const ColumnInfo& column : table.columns()) {
    if (column.type == ColumnInfo::Type::text) {
      table.text(column.name, table.size() - 1);
      continue;
    }
    for (const ColumnView& values : {table.find(column.name).value(), table.find_unchecked(column.name).value()}) {
      for (std::size_t i = 0; i < values.size(); ++i) {
        for (const int epoch : {0, column.width / 2, column.width - 1}) values.at_epoch(i, epoch);
      }
    }
    if (const auto metric = parse_metric_column(column.name)) table.seeds(metric->last);
  }
}

void read_trial(const Records& records, std::size_t index, const TrialShape& trial) {
  records.mflops(index, trial);
  records.mparams(index, trial);
  records.latency_seconds(index, trial);
  for (const ImageSet set : kImageSets) {
    for (const Figure figure : {Figure::accuracy, Figure::top5, Figure::loss, Figure::seconds}) {
      for (const int epoch : {0, trial.epochs / 2, trial.epochs - 1}) records.value(index, trial, set, figure, epoch);
    }
  }
}

void read_records(std::shared_ptr<const Table> table) {
  constexpr std::size_t kMostCells = 100;
  constexpr std::size_t kMostTrials = 50;
  if (!Records::held_by(*table)) return;
  const Records records(std::move(table));
  for (std::size_t i = 0; i < std::min<std::size_t>(records.table().size(), kMostCells); ++i) {
    reads([&] {
      const CellShape* cell = records.cell(i);
      if (!cell) return;
      for (const ScheduleShape& schedule : cell->schedules) {
        for (std::size_t t = 0; t < std::min(schedule.trials.size(), kMostTrials); ++t) {
          read_trial(records, i, *schedule.trials[t]);
        }
      }
    });
  }
}

void read_table(std::span<const std::byte> bytes) {
  reads([&] {
    const auto table = std::make_shared<const Table>("input", bytes);
    reads([&] { table->verify(); });
    reads([&] { read_columns(*table); });
    reads([&] { table->architecture(table->size() - 1); });
    reads([&] { read_records(table); });
  });
}

}  // namespace

}  // namespace cellar::fuzz

// A table: as it is, and with its checksums put right, so that what they protect is put to the test.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cellar;
  const std::unique_ptr<std::byte[]> copy(new std::byte[size]);  // aligned, and its end is known to a sanitizer
  std::memcpy(copy.get(), data, size);
  const std::span<std::byte> bytes(copy.get(), size);
  fuzz::read_table(bytes);
  if (fuzz::reads([&] { fuzz::mend(bytes); })) fuzz::read_table(bytes);
  return 0;
}
