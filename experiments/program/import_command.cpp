#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <thread>

#include "core/errors.hpp"
#include "core/formats/nas_bench/record_import.hpp"
#include "core/formats/table_import.hpp"
#include "core/printable.hpp"
#include "core/table/writer.hpp"
#include "experiments/campaign/interrupt.hpp"
#include "experiments/program/command_line.hpp"
#include "experiments/program/commands.hpp"
#include "experiments/program/import_progress.hpp"

namespace cellar {

namespace {

namespace po = boost::program_options;
using Strings = std::vector<std::string>;

// The space whose spelling this is: cells are "|op~0|+…", channels "8:16:…".
std::shared_ptr<const SearchSpace> space_of(const Program& program, std::string_view spelling) {
  for (const char* name : {"nb201", "nats-size"}) {
    auto space = program.spaces.create(name);
    try {
      static_cast<void>(space->parse(spelling));
      return space;
    } catch (const Error&) {
      continue;
    }
  }
  throw Error(fmt::format("'{}' is neither a cell of nb201 nor a network of nats-size", printable(spelling)));
}

void import_official(const Program& program, const std::string& from, const std::string& out,
                     const po::variables_map& values) {
  RecordImport import;
  import.from = from;
  import.out = out;
  import.curves = values["curves"].as<std::string>() != "last";
  import.threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  import.space_of = [&](std::string_view spelling) { return space_of(program, spelling); };
  const InterruptGuard interrupt;
  ImportProgress progress;
  import.progress = [&](double share) {
    if (interrupt.interrupted()) throw Stopped(fmt::format("interrupted; {} was not written", out));
    progress.show(share);
  };
  const RecordReport report = import_records(import);
  progress.clear();
  if (values.contains("quiet")) return;
  fmt::print("{}\n", out);
  for (const std::string& line : report.lines()) fmt::print("  {}\n", line);
}

void import_table(const Program& program, const po::variables_map& values) {
  if (!values.contains("file")) throw Error("cellar import needs a FILE.csv or FILE.csv.gz");
  if (!values.contains("out")) throw Error("cellar import needs --out FILE.table");
  const Strings files = values["file"].as<Strings>();
  if (files.size() > 1) throw Error(fmt::format("cellar import takes one file, not also '{}'", files[1]));
  const std::string out = values["out"].as<std::string>();
  if (std::filesystem::path(out).extension() != ".table") {
    throw Error(fmt::format("--out {}: the name of a table ends in .table", out));
  }
  if (is_official(files[0])) return import_official(program, files[0], out, values);
  const auto space = program.spaces.create(values["space"].as<std::string>());
  const std::string notes = values.contains("notes") ? values["notes"].as<std::string>() : "";
  const Import import = import_csv(files[0], *space, notes);
  write_table(import.table, out);
  if (values.contains("quiet")) return;
  fmt::print("{}: {} architectures of {}, {} columns\n", out, import.table.architectures.size(), space->name(),
             import.table.columns.size());
  for (const std::string& line : import.report.lines()) fmt::print("  {}\n", line);
}

}  // namespace

Command make_import_command(Program& program) {
  const auto run = [&program](const Strings& args) {
    CommandLine line(
        "import FILE.csv[.gz] --space NAME --out FILE.table",
        "Converts figures of your own into a table. Columns: arch or index, accuracies in per cent such as\n"
        "cifar10.valid@12/12 or cifar10.test@200/200.777 (data set, split, epoch/schedule, training seed),\n"
        "and DATASET.epoch_seconds, without which the table cannot be searched by seconds.\n"
        "core/formats/README.md of the source says more.");
    line.positional("file", -1, "the CSV file");
    line.options().add_options()("space", po::value<std::string>()->default_value("nb201"), "the search space")(
        "out", po::value<std::string>(), "the table to write")(
        "notes", po::value<std::string>(), "a file that says where the figures come from and what to know of columns")(
        "curves", po::value<std::string>()->default_value("full"), "full: every epoch; last: the last ones only")(
        "plugin", po::value<Strings>(), "a shared library with more search spaces")("quiet", "print nothing");
    const auto values = line.parse(args);
    if (!values) return 0;
    load_plugins(program, *values);
    import_table(program, *values);
    return 0;
  };
  return {"import", "convert a CSV of figures into a table", run};
}

}  // namespace cellar
