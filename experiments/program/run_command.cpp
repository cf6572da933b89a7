#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"
#include "experiments/program/command_line.hpp"
#include "experiments/program/commands.hpp"
#include "experiments/program/default_threads.hpp"
#include "experiments/program/network_module.hpp"
#include "experiments/program/run_setup.hpp"

namespace cellar {

namespace {

namespace po = boost::program_options;
using Strings = std::vector<std::string>;

// Of the searchers that are named, or of all that need no networks.
std::string searchers_help(Program& program, const Strings& args) {
  const auto is_named = [&](const std::string& name) {
    return std::find(args.begin(), args.end(), name) != args.end();
  };
  const auto is_help = [](const std::string& arg) { return arg == "--help" || arg == "-h"; };
  if (std::none_of(args.begin(), args.end(), is_help)) return "";
  for (const std::string& arg : args) load_named_module(program, arg);
  const auto& entries = program.searchers.entries();
  const bool some =
      std::any_of(entries.begin(), entries.end(), [&](const auto& entry) { return is_named(entry->name); });
  std::string text = "Searchers and their options, as in evolution(population=20,sample=5):\n";
  for (const auto& entry : entries) {
    if (some && !is_named(entry->name)) continue;
    text += fmt::format("  {:<18} {}\n", entry->name, entry->summary);
    const auto configuration = entry->configure();
    for (const auto& option : configuration->options().options()) {
      text += fmt::format("    {}={}  {} ({})\n", option.name, option.default_text, option.help, option.allowed());
    }
  }
  if (!some)
    text += fmt::format("With shared weights: {}; their options: cellar run darts --help\n", network_searchers());
  return text;
}

void add_network_options(CommandLine& line) {
  line.options().add_options()("data", po::value<std::string>()->default_value(""),
                               "the folder of images, for searchers that train networks")(
      "verify-data", "compare the md5 of the images' files with what is published")(
      "device", po::value<Strings>(), "where networks are trained: auto, cpu, cuda, cuda:1, mps")(
      "devices", po::value<Strings>(), "several of these with commas: the runs at a time in turn, one on each")(
      "torch-threads", po::value<std::string>(),
      "threads of the arithmetic of each run that trains networks (default: the cores, shared by the runs at a time)")(
      "no-graphs", "steps on CUDA are launched one kernel after the other, not recorded and played")(
      "deterministic", "sums on CUDA are added up in the same order every time; what cannot be is named")(
      "precision", po::value<std::string>(), "of searchers that train networks: float32 or bfloat16")(
      "from", po::value<std::string>(),
      "a checkpoint, also of the original's scripts, that a searcher with shared weights resumes from");
}

CommandLine make_line() {
  CommandLine line("run SEARCHER [SEARCHER…] --dataset NAME --out DIR [options]",
                   "Runs searchers on a table, one run for each seed, and writes a trace for each run to\n"
                   "DIR/DATASET/SEARCHER/seed-000000.csv. On a folder that is there already it does what is missing.");
  line.positional("searcher", -1, "what to run");
  line.options().add_options()(
      "dataset", po::value<Strings>(),
      "what to search on; several with commas (default: cifar10, or the only one of the table)")(
      "out", po::value<std::string>(), "the folder for the traces")(
      "seeds", po::value<std::string>()->default_value("1"), "how many runs of each")(
      "first-seed", po::value<std::string>()->default_value("0"), "the seed of the first run")(
      "budget", po::value<std::string>(),
      "20000 (simulated seconds), 150evaluations or 1800epochs; default: NATS-Bench's of the data set")(
      "table", po::value<std::string>(), "a table by name, or a FILE.table (default: nb201)")(
      "tables", po::value<std::string>()->default_value(""), "a folder of tables")(
      "observe", po::value<Strings>()->composing(),
      "what the searcher is told: a figure of the table, or several with commas, each an objective, as in "
      "valid@12/12,latency.raspi4 (default: the table's, valid@12/12)")(
      "oracle", po::value<std::string>(),
      "an oracle that a plug-in brings answers instead, as in 'mine(noise=0.5)'; a table that is named as well judges "
      "what was found")("space", po::value<std::string>(), "with --oracle: the search space, by name or FILE.space")(
      "missing", po::value<std::string>()->default_value("restrict"),
      "where the table has no figures: restrict the search to what it has, or fail when that is asked for")(
      "low-epochs", po::value<std::string>(),
      "model the epochs that the table lacks, exp or exp+noise; for searchers that train for fewer epochs")(
      "proxy-scores", po::value<std::string>()->default_value(""),
      "the file that 'cellar proxy --all' wrote, for searchers that begin with what a proxy likes best")(
      "workers", po::value<std::string>()->default_value("1"), "simulated workers that evaluate in parallel")(
      "threads", po::value<std::string>(),
      "runs at a time on this machine (default: all cores, or one for each GPU that is named); changes no result")(
      "plugin", po::value<Strings>(), "a shared library with more searchers, spaces, tables, oracles or proxies")(
      "redo", po::value<Strings>(),
      "searchers whose runs were made by other code, as an earlier build of a plug-in: those runs are moved into "
      "DIR/earlier and made anew")(
      "plan", po::value<std::string>(),
      "a file with these options and the searchers, one a line, as in 'searcher = evolution', 'seeds = 500'; the "
      "command line wins");
  add_network_options(line);
  return line;
}

void report(const Campaign& campaign, const CampaignResult& result) {
  std::string there;
  if (result.continued > 0) there += fmt::format(", {} of them continued", result.continued);
  if (result.redone > 0)
    there += fmt::format("; {} by other code moved into {}/earlier", result.redone, campaign.folder.string());
  if (result.complete > 0) there += fmt::format("; {} were there already", result.complete);
  const int runs = result.fresh + result.continued;
  const auto trains = [](const auto& searcher) { return searcher.entry->trains_by_itself(); };
  const auto& searchers = campaign.searchers;
  const char* const what = std::none_of(searchers.begin(), searchers.end(), trains)  ? "evaluations"
                           : std::all_of(searchers.begin(), searchers.end(), trains) ? "epochs"
                                                                                     : "evaluations and epochs";
  fmt::print("{} run{}, {} {} in {}{}\n", runs, runs == 1 ? "" : "s", result.evaluations, what,
             campaign.folder.string(), there);
}

}  // namespace

Command make_run_command(Program& program) {
  const auto run = [&program](const Strings& args) {
    CommandLine line = make_line();
    line.epilogue(searchers_help(program, args));
    const auto values = line.parse(args);
    if (!values) return 0;
    load_plugins(program, *values);
    const Campaign campaign = make_campaign(program, *values);
    const int threads = values->contains("threads") ? static_cast<int>(integer_option(*values, "threads", 1, 1024))
                                                    : default_threads(campaign.devices);
    const CampaignResult result = run_campaign(campaign, threads);
    if (result.interrupted) {
      throw Stopped(
          fmt::format("interrupted; what is recorded in {} stays, the same command resumes", campaign.folder.string()));
    }
    report(campaign, result);
    for (const std::string& fault : result.faults) fmt::print(stderr, "cellar: {}\n", fault);
    return result.faults.empty() ? 0 : result.of_plugins ? 2 : 1;
  };
  return {"run", "run searchers and write a trace for each run", run};
}

}  // namespace cellar
