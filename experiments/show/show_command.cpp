#include <fmt/format.h>
#include <unistd.h>

#include "core/errors.hpp"
#include "core/table/space_check.hpp"
#include "experiments/client/client_options.hpp"
#include "experiments/client/question.hpp"
#include "experiments/program/command_line.hpp"
#include "experiments/program/commands.hpp"
#include "experiments/program/spaces.hpp"
#include "experiments/report/output_file.hpp"
#include "experiments/show/facts.hpp"
#include "experiments/show/parse_architecture.hpp"
#include "experiments/show/show_architecture.hpp"
#include "space/nb201/draw.hpp"

namespace cellar {

namespace {

namespace po = boost::program_options;
using Strings = std::vector<std::string>;

void write_drawings(const po::variables_map& values, const SearchSpace& space, const Architecture& arch) {
  if (!values.contains("svg") && !values.contains("dot")) return;
  if (space.name() != "nb201") throw Error(fmt::format("there is no drawing of {}, only of nb201", space.name()));
  if (values.contains("svg")) write_output(values["svg"].as<std::string>(), nb201::draw_svg(arch));
  if (values.contains("dot")) write_output(values["dot"].as<std::string>(), nb201::draw_dot(arch));
}

// show(index); with --hp the text of query_info_str_by_arch.
void show_original(OriginalClient& client, const po::variables_map& values) {
  for (const std::string& text : values["architecture"].as<Strings>()) {
    const PythonValue cell = client.query_index_by_arch(cell_argument(text));
    if (cell == -1) throw Error(fmt::format("'{}' is no cell of this table", text));  // show(-1) means all
    if (const auto hp = text_option(values, "hp")) {
      print_python(client.query_info_str_by_arch(cell, schedule_label(*hp)), false);
    } else {
      client.show(cell);
    }
  }
}

void show(const Program& program, const po::variables_map& values) {
  const auto table = find_table(values["table"].as<std::string>(), values["tables"].as<std::string>(), &program.tables);
  if (values.contains("as") && !values.contains("architecture"))
    throw Error("--as needs a cell, its spelling or index");
  if (as_original(values, table, [&](OriginalClient& client) { show_original(client, values); })) return;
  const auto space = values.contains("space") ? find_space(program, values["space"].as<std::string>()).space
                                              : space_of(program, *table).space;
  if (values.contains("facts")) {
    if (values.contains("json")) throw Error("--facts is text: there is no --json of it");
    check_space(*table, *space);
    fmt::print("{}", table_facts(table, *space));
    return;
  }
  if (!values.contains("architecture")) throw Error("cellar show needs an architecture, its index, or --facts");
  const bool colours = isatty(STDOUT_FILENO) == 1;
  for (const std::string& text : values["architecture"].as<Strings>()) {
    const Architecture arch = parse_architecture(*space, text);
    write_drawings(values, *space, arch);
    fmt::print("{}", values.contains("json") ? show_architecture_json(arch, *space, *table)
                                             : show_architecture(arch, *space, *table, colours));
  }
}

}  // namespace

Command make_show_command(Program& program) {
  const auto run = [&program](const Strings& args) {
    CommandLine line("show CELL|INDEX [options]   or   cellar show --facts",
                     "Shows an architecture: how it is spelled, drawn, what it costs, and what the table knows of it.\n"
                     "With --facts: what the table says about its space.");
    line.positional("architecture", -1, "spelling or index");
    line.options().add_options()("table", po::value<std::string>()->default_value("nb201"),
                                 "a table by name, or a FILE.table")(
        "tables", po::value<std::string>()->default_value(""), "a folder of tables")(
        "space", po::value<std::string>(), "the search space, by name or FILE.space (default: the table's)")(
        "plugin", po::value<Strings>(), "a shared library with more search spaces or tables")(
        "svg", po::value<std::string>(), "draw the cell to this file")(
        "as", po::value<std::string>(), "the text of the original client: nas-bench-201 or nats-bench")(
        "hp", po::value<std::string>(), "with --as: only this schedule, 12 or 200 (01, 12, 90)")(
        "dot", po::value<std::string>(), "write the cell for Graphviz to this file")("json", "print JSON")(
        "facts", "optima, unique architectures, rank correlations");
    const auto values = line.parse(args);
    if (values) load_plugins(program, *values);
    if (values) show(program, *values);
    return 0;
  };
  return {"show", "show an architecture, or what a table says about its space", run};
}

}  // namespace cellar
