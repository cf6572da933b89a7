#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <sstream>

#include "core/formats/nas_bench/record_import.hpp"
#include "core/formats/text_file.hpp"
#include "space/nb201.hpp"
#include "tests/catch.hpp"
#include "tests/core/table/sample_table.hpp"
#include "tests/reference.hpp"

namespace cellar {

namespace {

const std::filesystem::path kRoot = CELLAR_SOURCE_DIR;

std::string output_of(const std::string& command) {
  std::FILE* pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string output;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) output += static_cast<char>(c);
  REQUIRE(::pclose(pipe) == 0);
  return output;
}

}  // namespace

TEST_CASE("The Python example in the table's README is the one that is tested") {
  const std::string readme = read_text(kRoot / "core/table/README.md");
  const std::string begin = "```python\n";
  const auto at = readme.find(begin) + begin.size();
  CHECK(readme.substr(at, readme.find("```", at) - at) == read_text(kRoot / "tests/formats/read_table.py"));
}

TEST_CASE("Python reads a table with numpy alone") {
  const std::string python = CELLAR_PYTHON3;
  if (python.empty() || std::system((python + " -c 'import numpy' 2>/dev/null").c_str()) != 0) {
    std::cout << "SKIPPED: no python3 with numpy (package python3-numpy)\n";
    return;
  }
  const test::TemporaryFolder folder;
  const NewTable sample = test::sample();
  write_table(sample, folder / "sample.table");
  const std::string command = python + " '" + (kRoot / "tests/formats/read_table.py").string() + "' '" +
                              (folder / "sample.table").string() + "' ";
  for (const NewColumn& column : sample.columns) {
    CAPTURE(column.name);
    std::istringstream lines(output_of(command + column.name + " | tr -d '[]'"));
    for (std::size_t i = 0; i < sample.architectures.size(); ++i) {
      std::string architecture;
      REQUIRE(lines >> architecture);
      CHECK(architecture == sample.architectures[i]);
      for (int k = 0; k < column.width; ++k) {
        std::string text;
        REQUIRE(lines >> text);
        const double value = column.values[i * static_cast<std::size_t>(column.width) + static_cast<std::size_t>(k)];
        CHECK((value == value ? std::stod(text) == value : text == "nan"));
      }
    }
  }
}

TEST_CASE("Python reads a table of official files and its curves") {
  const std::string python = CELLAR_PYTHON3;
  const auto file = test::reference("data/formats/nats-full");
  if (file.empty()) return;
  if (python.empty() || std::system((python + " -c 'import numpy' 2>/dev/null").c_str()) != 0) {
    std::cout << "SKIPPED: no python3 with numpy (package python3-numpy)\n";
    return;
  }
  const test::TemporaryFolder folder;
  RecordImport import;
  import.from = file;
  import.out = folder / "official.table";
  import.space_of = [](std::string_view) { return std::make_shared<const Nb201>();
};
import_records(import);
const auto table = open_table(import.out);
const std::string command =
    python + " '" + (kRoot / "tests/formats/read_table.py").string() + "' '" + import.out.string() + "' ";
std::size_t curves = 0;
for (const ColumnInfo& column : table->columns()) {
  if (column.type != ColumnInfo::Type::curve || ++curves > 2) continue;
  CAPTURE(column.name);
  std::istringstream lines(output_of(command + "'" + column.name + "' | tr -d '[]' | tr '\n' ' '"));
  const ColumnView view = table->find(column.name).value();
  for (std::size_t i = 0; i < table->size(); ++i) {
    std::string text;
    REQUIRE(lines >> text);  // the architecture
    for (int epoch = 0; epoch < column.width; ++epoch) {
      REQUIRE(lines >> text);
      const double value = view.at_epoch(i, epoch);
      if (value == value ? std::stod(text) != value : text != "nan") FAIL(i << " " << epoch << " " << text);
    }
  }
}
CHECK(curves > 2);
}  // namespace cellar

}  // namespace cellar
