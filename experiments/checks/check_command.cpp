#include <fmt/format.h>

#include "core/errors.hpp"
#include "experiments/checks/checks.hpp"
#include "experiments/program/command_line.hpp"
#include "experiments/program/commands.hpp"
#include "experiments/program/network_module.hpp"

namespace cellar {

namespace {

namespace po = boost::program_options;
using Strings = std::vector<std::string>;

// FILE.table, or the name of a table.
std::shared_ptr<const Table> table_for_client(const po::variables_map& values) {
  if (values.contains("table"))
    return find_table(values["table"].as<std::string>(), values["tables"].as<std::string>());
  throw Error("cellar check client needs --table FILE.table, made by cellar import of the official file");
}

int check(Program& program, const Strings& what, const po::variables_map& values) {
  const std::string tables_option = values["tables"].as<std::string>();
  if (what[0] == "client") {
    if (what.size() > 1 || !values.contains("expected"))
      throw Error("cellar check client takes the recorded answers as --expected FILE.json.gz");
    return check_client(values["expected"].as<std::string>(), table_for_client(values),
                        values["archive"].as<std::string>());
  }
  if (what[0] == "oneshot") {
    Strings args(what.begin() + 1, what.end());
    for (const char* flag : {"fast", "unread"}) {
      if (values.contains(flag)) args.push_back(fmt::format("--{}", flag));
    }
    if (values.contains("device")) args.insert(args.end(), {"--device", values["device"].as<std::string>()});
    return network_command(program, "check-oneshot").run(args);
  }
  const auto file = [&] {
    if (what.size() == 2) return what[1];
    throw Error(fmt::format("cellar check {} needs one FILE", what[0]));
  };
  if (what[0] == "table") return check_table(file(), program.spaces);
  if (what[0] == "bohb-kde") return check_bohb_kde(file());
  if (what[0] == "reinforce-steps") return check_reinforce_steps(file(), *find_table("nb201", tables_option));
  load_module_of(program, what[0]);
  if (what.size() > 1) throw Error(fmt::format("cellar check takes one searcher, not also '{}'", what[1]));
  return check_searcher(program, what[0], tables_option);
}

}  // namespace

Command make_check_command(Program& program) {
  const auto run = [&program](const Strings& args) {
    CommandLine line(
        "check SEARCHER | check table FILE | check reinforce-steps FILE | check bohb-kde FILE | check client --table T "
        "--expected FILE | check oneshot FOLDER [--device NAME] [--fast] [--unread]",
        "SEARCHER: tries what every searcher must keep, on three spaces: valid proposals, the budget,\n"
        "determinism, continuing from any point, several workers, failing trials, not worse than chance.\n"
        "table: every checksum of a .table file. reinforce-steps, bohb-kde: the policy gradient and the\n"
        "densities of BOHB against what the original computed. client: every recorded query to the benchmark's "
        "own\nPython client against what we answer from T, the same file imported. oneshot: networks, searches "
        "with\nshared weights and proxies against what the original computed. Exit status 1 for a broken promise, "
        "a\ndeviation or a recorded case that there is no check for, 2 for a damaged file.");
    line.positional("what", -1, "what to check");
    line.options().add_options()("plugin", po::value<Strings>(), "a shared library with more searchers")(
        "tables", po::value<std::string>()->default_value(""), "a folder of tables")("table", po::value<std::string>(),
                                                                                     "client: the table to ask")(
        "expected", po::value<std::string>(), "client: what the original answered, .json or .json.gz")(
        "archive", po::value<std::string>()->default_value(""),
        "client: the files with weights, a folder of NNNNNN-FULL.pth or NNNNNN.pickle.pbz2, or one of them")(
        "device", po::value<std::string>(), "oneshot: where: auto, cpu (the default), cuda, cuda:1, mps")(
        "fast", "oneshot: sequences in float32 with fused cells and oneDNN, as searches are made; they may drift")(
        "unread", "oneshot: list what is recorded and was neither compared nor used");
    const auto values = line.parse(args);
    if (!values) return 0;
    load_plugins(program, *values);
    if (!values->contains("what"))
      throw Error("cellar check needs a searcher, or table FILE, reinforce-steps FILE, bohb-kde FILE or client");
    return check(program, (*values)["what"].as<Strings>(), *values);
  };
  return {"check", "try a searcher against its promises, or a file against its checksums", run};
}

}  // namespace cellar
