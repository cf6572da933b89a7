#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "experiments/checks/checks.hpp"
#include "experiments/checks/child.hpp"
#include "experiments/program/command_line.hpp"
#include "experiments/program/commands.hpp"
#include "experiments/program/network_module.hpp"
#include "experiments/program/spaces.hpp"

namespace cellar {

namespace {

namespace po = boost::program_options;
using Strings = std::vector<std::string>;

// FILE.table, or the name of a table.
std::shared_ptr<const Table> table_for_client(const Program& program, const po::variables_map& values) {
  if (values.contains("table"))
    return find_table(values["table"].as<std::string>(), values["tables"].as<std::string>(), &program.tables);
  throw Error("cellar check client needs --table FILE.table, made by cellar import of the official file");
}

bool is_searcher(const std::string& what) {
  constexpr std::array kOthers = {"client", "oneshot", "table", "bohb-kde", "reinforce-steps"};
  return std::find(kOthers.begin(), kOthers.end(), what) == kOthers.end();
}

std::chrono::duration<double> patience(const po::variables_map& values) {
  auto text = values["patience"].as<std::string>();
  if (text.ends_with('s')) text.pop_back();
  const auto seconds = parse_number<double>(text);
  if (!seconds || *seconds <= 0) {
    throw Error(
        fmt::format("--patience {}: a number of seconds is needed, as in 10s", values["patience"].as<std::string>()));
  }
  return std::chrono::duration<double>(*seconds);
}

int seeds(const po::variables_map& values) {
  const auto text = values["seeds"].as<std::string>();
  const auto number = parse_number<int>(text);
  if (!number || *number < 2 || *number > 1'000'000) {
    throw Error(fmt::format("--seeds {}: allowed is an integer from 2 to 1000000", text));
  }
  return *number;
}

int check(Program& program, const Strings& what, const po::variables_map& values) {
  const std::string tables_option = values["tables"].as<std::string>();
  if (what[0] == "client") {
    if (what.size() > 1 || !values.contains("expected"))
      throw Error("cellar check client takes the recorded answers as --expected FILE.json.gz");
    return check_client(values["expected"].as<std::string>(), table_for_client(program, values),
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
  if (what[0] == "table") return check_table(file(), program);
  if (what[0] == "bohb-kde") return check_bohb_kde(file());
  if (what[0] == "reinforce-steps") return check_reinforce_steps(file(), *find_table("nb201", tables_option));
  load_module_of(program, what[0]);
  if (what.size() > 1) throw Error(fmt::format("cellar check takes one searcher, not also '{}'", what[1]));
  SearcherCheck searcher{what[0], tables_option, patience(values), seeds(values)};
  if (values.contains("space")) searcher.space = find_space(program, values["space"].as<std::string>()).space;
  return check_searcher(program, searcher);
}

void add_options(CommandLine& line) {
  line.positional("what", -1, "what to check");
  line.options().add_options()("plugin", po::value<Strings>(),
                               "a shared library with more searchers, spaces or tables")(
      "tables", po::value<std::string>()->default_value(""), "a folder of tables")("table", po::value<std::string>(),
                                                                                   "client: the table to ask")(
      "expected", po::value<std::string>(), "client: what the original answered, .json or .json.gz")(
      "archive", po::value<std::string>()->default_value(""),
      "client: the files with weights, a folder of NNNNNN-FULL.pth or NNNNNN.pickle.pbz2, or one of them")(
      "device", po::value<std::string>(), "oneshot: where: auto, cpu (the default), cuda, cuda:1, mps")(
      "fast", "oneshot: sequences in float32 with fused cells and oneDNN, as searches are made; they may drift")(
      "space", po::value<std::string>(), "SEARCHER: a space that it is tried on as well, by name or FILE.space")(
      "patience", po::value<std::string>()->default_value("10s"), "SEARCHER: how long a call into it may take")(
      "seeds", po::value<std::string>()->default_value("50"), "SEARCHER: runs that are compared with random search")(
      "no-child", "SEARCHER: in this process, for a debugger; otherwise in one of its own, with 4 GiB of memory")(
      "unread", "oneshot: list what is recorded and was neither compared nor used");
}

}  // namespace

Command make_check_command(Program& program) {
  const auto run = [&program](const Strings& args) {
    CommandLine line(
        "check SEARCHER | check table FILE | check reinforce-steps FILE | check bohb-kde FILE | check client --table T "
        "--expected FILE | check oneshot FOLDER [--device NAME] [--fast] [--unread]",
        "SEARCHER: tries what every searcher must keep, on five spaces, two of them no product of choices: valid "
        "proposals, the budget,\n"
        "determinism, continuing from any point, several workers, failing trials, not worse than chance.\n"
        "table: every checksum of a .table file. reinforce-steps, bohb-kde: the policy gradient and the\n"
        "densities of BOHB against what the original computed. client: every recorded query to the benchmark's "
        "own\nPython client against what we answer from T, the same file imported. oneshot: networks, searches "
        "with\nshared weights and proxies against what the original computed. Exit status 1 for a broken promise, "
        "a\ndeviation or a recorded case that there is no check for, 2 for a damaged file.");
    add_options(line);
    const auto values = line.parse(args);
    if (!values) return 0;
    if (!values->contains("what"))
      throw Error("cellar check needs a searcher, or table FILE, reinforce-steps FILE, bohb-kde FILE or client");
    const auto what = (*values)["what"].as<Strings>();
    if (is_searcher(what[0]) && !values->contains("no-child")) {
      Strings again = {"check", "--no-child"};
      again.insert(again.end(), args.begin(), args.end());
      return run_in_child(again);
    }
    load_plugins(program, *values);
    return check(program, what, *values);
  };
  return {"check", "try a searcher against its promises, or a file against its checksums", run};
}

}  // namespace cellar
