#include <filesystem>
#include <iostream>

#include "core/formats/nas_bench/file_source.hpp"
#include "core/table/records/record_writer.hpp"
#include "tests/core/table/sample_table.hpp"

namespace cellar {

namespace {

// A table of the records of one seed, a pickle of two cells.
void write_records(const std::filesystem::path& pickle, const std::filesystem::path& table, bool curves) {
  const std::string text = test::read_file(pickle);
  const auto source = open_pickle_source({std::as_bytes(std::span(text)), 0, pickle.string(), nullptr}, {},
                                         [](const PickleValue&, std::size_t) {});
  RecordWriter writer(table, "nb201", {source->read(0, 0).arch, source->read(1, 0).arch, "unknown"});
  for (std::size_t i = 0; i < source->size(); ++i) writer.append(encode(source->read(i, 0), curves));
  RecordSource of;
  of.kind = source->kind();
  of.file = "seed";
  of.length = 3;
  writer.finish(of, "seed");
}

void write_all(const std::filesystem::path& folder) {
  const auto tables = folder / "table";
  std::filesystem::create_directories(tables);
  write_table(test::sample(), tables / "figures.table");
  write_records(folder / "cell" / "old-table-2", tables / "old-curves.table", true);
  write_records(folder / "cell" / "new-table-4", tables / "new-curves.table", true);
  write_records(folder / "cell" / "new-table-4", tables / "new-last.table", false);
}

}  // namespace

}  // namespace cellar

// The seeds that are tables, of those that are pickles: make_tables FOLDER, the one that make_corpus.py has filled.
int main(int argc, char* argv[]) {
  try {
    cellar::write_all(argc > 1 ? argv[1] : ".");
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  return 0;
}
