#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "core/errors.hpp"
#include "core/formats/nas_bench/record_import.hpp"
#include "core/formats/table_import.hpp"
#include "core/table/writer.hpp"
#include "experiments/program/command_line.hpp"
#include "experiments/program/commands.hpp"
#include "experiments/program/csv_space.hpp"
#include "experiments/program/official_import.hpp"
#include "experiments/program/spaces.hpp"

namespace cellar {

namespace {

namespace po = boost::program_options;
using Strings = std::vector<std::string>;

std::string indented(const std::string& text) {
  std::string lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    lines += "    " + text.substr(at, end - at);
    at = end;
  }
  return lines;
}

void import_table(const Program& program, const po::variables_map& values) {
  if (!values.contains("file")) throw Error("cellar import needs a file or folder: official files, or a CSV");
  const Strings files = values["file"].as<Strings>();
  if (files.size() > 1) throw Error(fmt::format("cellar import takes one file, not also '{}'", files[1]));
  const std::filesystem::path from = find_data(files[0]);
  const std::string out = values.contains("out") ? values["out"].as<std::string>() : table_name(from);
  if (std::filesystem::path(out).extension() != ".table") {
    throw Error(fmt::format("--out {}: the name of a table ends in .table", out));
  }
  const std::string curves = values["curves"].as<std::string>();
  if (curves != "full" && curves != "last") throw Error(fmt::format("--curves {}: full or last is needed", curves));
  if (is_official(from)) {
    return import_official(program, {from, out, curves == "full", values.contains("verify"), values.contains("quiet")});
  }
  if (values.contains("verify")) throw Error("--verify is for official files: a CSV has no digest in its name");
  const std::string notes = values.contains("notes") ? values["notes"].as<std::string>() : "";
  CsvFile csv = open_csv(from, notes);
  const CsvSpace read = space_of_csv(program, csv, values["space"].as<std::string>());
  Import import = import_csv(std::move(csv), *read.space, read.choices);
  if (!read.text.empty()) import.table.attachments.emplace_back(kSpaceAttachment, read.text);
  write_table(import.table, out);
  if (values.contains("quiet")) return;
  fmt::print("{}: {} architectures of {}, {} columns\n", out, import.table.architectures.size(), read.space->name(),
             import.table.columns.size());
  for (const std::string& line : import.report.lines()) fmt::print("  {}\n", line);
  if (read.is_derived) fmt::print("  the space that was made of it, which the table carries:\n{}", indented(read.text));
}

}  // namespace

Command make_import_command(Program& program) {
  const auto run = [&program](const Strings& args) {
    CommandLine line(
        "import FILE|FOLDER [--out FILE.table]",
        "Makes a table, of official files or of figures of your own. Official: NAS-Bench-201-*.pth, its archives of\n"
        "NNNNNN-FULL.pth, NATS-Bench's folders of NNNNNN.pickle.pbz2 and its single files; recognised by content, "
        "also\n"
        "looked for by name in $TORCH_HOME and ~/.torch. A CSV has columns arch or index, accuracies in per cent such\n"
        "as cifar10.valid@12/12 or cifar10.test@200/200.777 (data set, split, epoch/schedule, training seed), and\n"
        "DATASET.epoch_seconds, without which the table cannot be searched by seconds. Other figures say what they "
        "are:\n"
        "'latency.raspi4 [ms min 0..]'. The space is one that is known, a text FILE.space, or made of the CSV (auto):\n"
        "each column that is no figure is a choice. core/formats/README.md of the source says more.");
    line.positional("file", -1, "a file or folder");
    line.options().add_options()("space", po::value<std::string>()->default_value("nb201"),
                                 "the search space of a CSV: a name, FILE.space or auto")(
        "out", po::value<std::string>(), "the table to write (default: the name of what is imported)")(
        "notes", po::value<std::string>(), "a file that says where the figures come from and what to know of columns")(
        "curves", po::value<std::string>()->default_value("full"),
        "of official files; full: every epoch, last: the last ones")(
        "verify", "compare the md5 of the file with the digits in its name first")(
        "plugin", po::value<Strings>(), "a shared library with more search spaces")("quiet", "print nothing");
    const auto values = line.parse(args);
    if (!values) return 0;
    load_plugins(program, *values);
    import_table(program, *values);
    return 0;
  };
  return {"import", "make a table of official files or of a CSV", run};
}

}  // namespace cellar
