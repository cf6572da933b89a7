#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "core/checksum.hpp"
#include "core/errors.hpp"
#include "core/formats/search_checkpoint/last_info.hpp"
#include "core/numbers.hpp"
#include "core/suggest.hpp"
#include "core/table/mapped_file.hpp"
#include "experiments/campaign/campaign.hpp"
#include "experiments/campaign/jobs.hpp"
#include "experiments/campaign/priors.hpp"
#include "experiments/campaign/setup.hpp"
#include "experiments/program/command_line.hpp"
#include "experiments/program/commands.hpp"
#include "experiments/program/default_threads.hpp"
#include "experiments/program/network_module.hpp"

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
  line.options().add_options()("dataset", po::value<Strings>(),
                               "what to search on; several with commas (default: cifar10)")(
      "out", po::value<std::string>(), "the folder for the traces")(
      "seeds", po::value<std::string>()->default_value("1"), "how many runs of each")(
      "first-seed", po::value<std::string>()->default_value("0"), "the seed of the first run")(
      "budget", po::value<std::string>(),
      "20000 (simulated seconds), 150evaluations or 1800epochs; default: NATS-Bench's of the data set")(
      "table", po::value<std::string>()->default_value("nb201"), "a table by name, or a FILE.table")(
      "tables", po::value<std::string>()->default_value(""), "a folder of tables")(
      "observe", po::value<std::string>()->default_value("valid@12/12"), "what the searcher is told")(
      "missing", po::value<std::string>()->default_value("restrict"),
      "where the table has no figures: restrict the search to what it has, or fail when that is asked for")(
      "low-epochs", po::value<std::string>(),
      "model the epochs that the table lacks, exp or exp+noise; for searchers that train for fewer epochs")(
      "proxy-scores", po::value<std::string>()->default_value(""),
      "the file that 'cellar proxy --all' wrote, for searchers that begin with what a proxy likes best")(
      "workers", po::value<std::string>()->default_value("1"), "simulated workers that evaluate in parallel")(
      "threads", po::value<std::string>(),
      "runs at a time on this machine (default: all cores, or one for each GPU that is named); changes no result")(
      "plugin", po::value<Strings>(), "a shared library with more searchers")(
      "redo", po::value<Strings>(),
      "searchers whose runs were made by other code, as an earlier build of a plug-in: those runs are moved into "
      "DIR/earlier and made anew")(
      "plan", po::value<std::string>(),
      "a file with these options and the searchers, one a line, as in 'searcher = evolution', 'seeds = 500'; the "
      "command line wins");
  add_network_options(line);
  return line;
}

std::int64_t integer(const po::variables_map& values, const std::string& name, std::int64_t least, std::int64_t most) {
  const auto text = values[name].as<std::string>();
  const auto value = parse_number<std::int64_t>(text);
  if (!value || *value < least || *value > most) {
    throw Error(fmt::format("--{} {}: allowed is an integer from {} to {}", name, text, least, most));
  }
  return *value;
}

Strings without_repeats(const Strings& names, const char* what) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (std::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), names[i]) !=
        names.begin() + static_cast<std::ptrdiff_t>(i)) {
      throw Error(fmt::format("{} {} is given twice", what, names[i]));
    }
  }
  return names;
}

// A searcher that cannot be had on a problem, or cannot resume from a checkpoint, says so before a folder is made. What
// a plug-in does that it must not is left to the runs, which go on without it.
void check_searchers(const Campaign& campaign) {
  Resources resources;
  resources.data = campaign.data;
  resources.verify_data = campaign.verify_data;
  for (const Task& task : campaign.tasks) {
    for (const auto& searcher : campaign.searchers) {
      const Job job{&task, &searcher, 0, {}};
      const Problem problem = job.problem(campaign);
      std::unique_ptr<Searcher> made;
      try {
        for (const std::string& device : campaign.devices) {
          resources.device = device;
          made = job.create(problem, resources);
        }
      } catch (const SearcherFault&) {
        continue;
      }
      if (campaign.from.empty()) continue;
      if (searcher.entry->continuation != Continuation::state) {
        throw Error(
            fmt::format("--from is for searchers that train shared weights; {} does not", searcher.entry->name));
      }
      require(made->stateful() != nullptr, "a searcher that is resumed by its state is no StatefulSearcher");
      const std::string others = made->stateful()->compare_with(campaign.from);
      if (!others.empty()) {
        fmt::print(stderr, "cellar: warning: resuming from {} with {}\n", campaign.from.string(), others);
      }
    }
  }
}

void set_precision(ConfiguredSearcher& searcher, const po::variables_map& values) {
  if (!values.contains("precision")) return;
  OptionList& options = searcher.configuration->options();
  const auto is_precision = [](const OptionList::Option& option) { return option.name == "precision"; };
  if (std::none_of(options.options().begin(), options.options().end(), is_precision)) {
    throw Error(fmt::format("--precision is for searchers that train networks; {} does not", searcher.entry->name));
  }
  options.set(searcher.entry->name, "precision", values["precision"].as<std::string>());
}

// Of searchers that train networks.
void set_resources(Campaign& campaign, const po::variables_map& values) {
  campaign.data = values["data"].as<std::string>();
  campaign.verify_data = values.contains("verify-data");
  campaign.graphs = !values.contains("no-graphs");
  campaign.deterministic = values.contains("deterministic");
  const Strings device = list_option(values, "device"), devices = list_option(values, "devices");
  if (!device.empty() && !devices.empty())
    throw Error("--device is one and --devices are several: give one of the two");
  if (!device.empty()) campaign.devices = device;
  if (!devices.empty()) campaign.devices = devices;
  if (values.contains("from")) {
    campaign.from = values["from"].as<std::string>();
    campaign.from = follow_last_info(SavedFile(campaign.from), campaign.from);
    const MappedFile file(campaign.from);
    campaign.from_label = fmt::format("{} {:016x}", campaign.from.filename().string(), xxh3(file.bytes()));
  }
  if (values.contains("torch-threads")) {
    campaign.arithmetic_threads = static_cast<int>(integer(values, "torch-threads", 1, 1024));
  }
}

void set_searchers(Campaign& campaign, Program& program, const po::variables_map& values) {
  Strings spellings;
  for (const auto& text : list_option(values, "searcher")) {
    load_module_of(program, text);
    campaign.searchers.push_back(program.searchers.configure(text));
    set_precision(campaign.searchers.back(), values);
    spellings.push_back(campaign.searchers.back().spelling());
  }
  without_repeats(spellings, "searcher");
  campaign.redo = list_option(values, "redo");
  for (const std::string& name : campaign.redo) {
    const auto is_it = [&](const auto& searcher) {
      return name == searcher.entry->name || name == searcher.spelling();
    };
    if (std::none_of(campaign.searchers.begin(), campaign.searchers.end(), is_it)) {
      throw Error(unknown_name("searcher of this run to redo", name, spellings));
    }
  }
}

void say_missing(const Task& task) {
  if (task.restricted_to.empty()) return;
  fmt::print(stderr,
             "cellar: {}: the table has no figures for the rest; searched are {} (--missing fail asks for all)\n",
             task.dataset, task.restricted_to);
}

// One for each data set.
void set_tasks(Campaign& campaign, const std::shared_ptr<const Table>& table, const po::variables_map& values) {
  TaskRequest request;
  if (values.contains("budget")) request.budget = parse_budget(values["budget"].as<std::string>());
  if (values.contains("low-epochs")) request.low_epochs = parse_early_epochs(values["low-epochs"].as<std::string>());
  request.observed = parse_measure(values["observe"].as<std::string>());
  const auto missing = values["missing"].as<std::string>();
  if (missing != "restrict" && missing != "fail") throw Error(unknown_name("--missing", missing, {"restrict", "fail"}));
  request.restricts = missing == "restrict";
  Strings datasets = list_option(values, "dataset");
  if (datasets.empty()) datasets.emplace_back("cifar10");
  for (const std::string& dataset : without_repeats(datasets, "--dataset")) {
    request.dataset = dataset;
    campaign.tasks.push_back(make_task(table, campaign.space, request));
    say_missing(campaign.tasks.back());
  }
}

Campaign make_campaign(Program& program, const po::variables_map& values) {
  if (!values.contains("searcher")) throw Error("cellar run needs a searcher, as in 'cellar run evolution --out DIR'");
  if (!values.contains("out") || values["out"].as<std::string>().empty())
    throw Error("cellar run needs --out DIR, the folder for the traces");
  const auto table_name = values["table"].as<std::string>();
  const auto table = find_table(table_name, values["tables"].as<std::string>());

  Campaign campaign;
  campaign.table = table->name();
  campaign.table_checksum = fmt::format("{:016x}", table->checksum());
  if (table_name != table->name()) campaign.table_file = table_name;
  const SpaceEntry& space = program.spaces.at(table->space());
  campaign.space = space.create();
  campaign.space_code = space.code;
  campaign.folder = values["out"].as<std::string>();
  campaign.first_seed = static_cast<std::uint64_t>(integer(values, "first-seed", 0, 999'999'999'999));
  campaign.seeds = static_cast<int>(integer(values, "seeds", 1, 10'000'000));
  campaign.workers = static_cast<int>(integer(values, "workers", 1, 100'000));

  set_resources(campaign, values);
  set_searchers(campaign, program, values);
  campaign.priors = find_priors(campaign.searchers, *campaign.space, values["proxy-scores"].as<std::string>());
  set_tasks(campaign, table, values);
  check_searchers(campaign);
  return campaign;
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
    const int threads = values->contains("threads") ? static_cast<int>(integer(*values, "threads", 1, 1024))
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
