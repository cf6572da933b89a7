#include <fmt/format.h>

#include <array>

#include "core/errors.hpp"
#include "core/suggest.hpp"
#include "core/table/space_check.hpp"
#include "experiments/checkpoint/subcommands.hpp"
#include "experiments/program/commands.hpp"
#include "experiments/program/spaces.hpp"

namespace cellar {

namespace {

namespace po = boost::program_options;
using Strings = std::vector<std::string>;

struct Subcommand {
  const char* name;
  const char* summary;
  int (*run)(const Program&, const Strings&);
};

constexpr std::array kSubcommands = {
    Subcommand{"show", "searcher, epochs, cells and what they are worth, alphas", show_checkpoint},
    Subcommand{"draw", "the last cell, alphas and accuracy by epoch, as SVG, PNG or PDF", draw_checkpoint},
    Subcommand{"import", "into a folder for cellar summary, curve and plot", import_checkpoint},
    Subcommand{"score", "what cells, or the last ones of checkpoints, are worth: mean and deviation", score_checkpoint},
    Subcommand{"export", "the runs of a folder as a results.pth of NATS-Bench", export_checkpoint}};

std::string help() {
  std::string text =
      "Usage: cellar checkpoint SUBCOMMAND [ARGUMENTS]      cellar checkpoint SUBCOMMAND --help says more\n\n"
      "Checkpoints of searches with shared weights, as AutoDL-Projects' scripts save them (NATS-Bench and\n"
      "NAS-Bench-201, any version of torch) and as Cellar does; results.pth of its multi-trial scripts. Nothing that\n"
      "a file names is run.\n\n";
  for (const Subcommand& command : kSubcommands) text += fmt::format("  {:<7} {}\n", command.name, command.summary);
  return text;
}

int dispatch(const Program& program, const Strings& args) {
  if (args.empty() || args[0] == "--help" || args[0] == "-h") {
    fmt::print("{}", help());
    return args.empty() ? 2 : 0;
  }
  Strings names;
  for (const Subcommand& command : kSubcommands) {
    if (args[0] == command.name) return command.run(program, {args.begin() + 1, args.end()});
    names.emplace_back(command.name);
  }
  throw Error(unknown_name("subcommand of cellar checkpoint", args[0], names));
}

}  // namespace

void add_table_options(CommandLine& line) {
  line.options().add_options()("table", po::value<std::string>()->default_value("nb201")->value_name("NAME|FILE"),
                               "the table that says what cells are worth")(
      "tables", po::value<std::string>()->default_value("")->value_name("DIR"), "a folder of tables");
}

Judge find_judge(const Program& program, const po::variables_map& values) {
  Judge judge;
  judge.table = find_table(values["table"].as<std::string>(), values["tables"].as<std::string>(), &program.tables);
  judge.space = space_of(program, *judge.table).space;
  check_space(*judge.table, *judge.space);
  return judge;
}

std::uint64_t index_of(const Judge& judge, const std::string& cell, const std::string& source,
                       const std::string& what) {
  try {
    return judge.space->index(judge.space->parse(cell));
  } catch (const Error& error) {
    throw Error(fmt::format("{}: {} is no cell of {}: {}", source, what, judge.space->name(), error.what()));
  }
}

void check_index(const Judge& judge, std::int64_t index, const std::string& source) {
  const std::uint64_t size = judge.table->size();
  if (index >= 0 && static_cast<std::uint64_t>(index) < size) return;
  throw Error(fmt::format("{}: index {} is outside of table {}, which has 0 to {}", source, index, judge.table->name(),
                          size - 1));
}

Strings words(const po::variables_map& values, const std::string& needed) {
  if (!values.contains("words")) throw Error(needed);
  return values["words"].as<Strings>();
}

Command make_checkpoint_command(Program& program) {
  const auto run = [&program](const Strings& args) { return dispatch(program, args); };
  return {"checkpoint", "show, draw, import, score checkpoints of searches; export results.pth", run};
}

}  // namespace cellar
