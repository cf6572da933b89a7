#include <fmt/format.h>

#include "core/errors.hpp"
#include "experiments/checks/checks.hpp"
#include "experiments/program/command_line.hpp"
#include "experiments/program/commands.hpp"

namespace cellar {

namespace {

namespace po = boost::program_options;
using Strings = std::vector<std::string>;

int check(const Program& program, const Strings& what, const std::string& tables_option) {
  const auto file = [&] {
    if (what.size() == 2) return what[1];
    throw Error(fmt::format("cellar check {} needs one FILE", what[0]));
  };
  if (what[0] == "table") return check_table(file(), program.spaces);
  if (what[0] == "bohb-kde") return check_bohb_kde(file());
  if (what[0] == "reinforce-steps") return check_reinforce_steps(file(), *find_table("nb201", tables_option));
  if (what.size() > 1) throw Error(fmt::format("cellar check takes one searcher, not also '{}'", what[1]));
  return check_searcher(program, what[0], tables_option);
}

}  // namespace

Command make_check_command(Program& program) {
  const auto run = [&program](const Strings& args) {
    CommandLine line("check SEARCHER | check table FILE | check reinforce-steps FILE | check bohb-kde FILE",
                     "SEARCHER: tries what every searcher must keep, on three spaces: valid proposals, the budget,\n"
                     "determinism, continuing from any point, several workers, failing trials, not worse than chance.\n"
                     "table: every checksum of a .table file. reinforce-steps, bohb-kde: the policy gradient and the\n"
                     "densities of BOHB against what the original computed. Exit status 1 for a broken promise or a "
                     "deviation, 2 for a damaged file.");
    line.positional("what", -1, "what to check");
    line.options().add_options()("plugin", po::value<Strings>(), "a shared library with more searchers")(
        "tables", po::value<std::string>()->default_value(""), "a folder of tables");
    const auto values = line.parse(args);
    if (!values) return 0;
    load_plugins(program, *values);
    if (!values->contains("what"))
      throw Error("cellar check needs a searcher, or table FILE, reinforce-steps FILE or bohb-kde FILE");
    return check(program, (*values)["what"].as<Strings>(), (*values)["tables"].as<std::string>());
  };
  return {"check", "try a searcher against its promises, or a file against its checksums", run};
}

}  // namespace cellar
