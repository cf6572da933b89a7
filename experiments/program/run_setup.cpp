#include "experiments/program/run_setup.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/checksum.hpp"
#include "core/errors.hpp"
#include "core/formats/search_checkpoint/last_info.hpp"
#include "core/numbers.hpp"
#include "core/suggest.hpp"
#include "core/table/mapped_file.hpp"
#include "experiments/campaign/jobs.hpp"
#include "experiments/campaign/oracle_task.hpp"
#include "experiments/campaign/priors.hpp"
#include "experiments/campaign/setup.hpp"
#include "experiments/program/command_line.hpp"
#include "experiments/program/network_module.hpp"
#include "experiments/program/spaces.hpp"

namespace cellar {

namespace {

namespace po = boost::program_options;
using Strings = std::vector<std::string>;

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
    campaign.arithmetic_threads = static_cast<int>(integer_option(values, "torch-threads", 1, 1024));
  }
}

void set_searchers(Campaign& campaign, Program& program, const po::variables_map& values) {
  Strings spellings;
  for (const auto& text : list_option(values, "searcher")) {
    load_module_of(program, text);
    ConfiguredSearcher searcher = program.searchers.configure(text);
    set_precision(searcher, values);
    const auto same = std::find(spellings.begin(), spellings.end(), searcher.spelling());
    if (same == spellings.end()) {
      spellings.push_back(searcher.spelling());
      campaign.searchers.push_back(std::move(searcher));
      continue;
    }
    ConfiguredSearcher& first = campaign.searchers[static_cast<std::size_t>(same - spellings.begin())];
    if (first.label() == searcher.label()) throw Error(fmt::format("searcher {} is given twice", searcher.label()));
    first.also.push_back(searcher.label());
  }
  campaign.redo = list_option(values, "redo");
  for (const std::string& name : campaign.redo) {
    const auto is_it = [&](const auto& searcher) {
      return name == searcher.entry->name || name == searcher.spelling() || name == searcher.label();
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

std::string default_dataset(const Table& table) {
  constexpr const char* kUsual = "cifar10";
  const Strings known = table.datasets();
  if (std::find(known.begin(), known.end(), kUsual) != known.end()) return kUsual;
  if (known.size() == 1) return known.front();
  throw Error(fmt::format("cellar run needs --dataset, some of {}", fmt::join(known, ", ")));
}

TaskRequest task_request(const po::variables_map& values) {
  TaskRequest request;
  if (values.contains("budget")) request.budget = parse_budget(values["budget"].as<std::string>());
  if (values.contains("low-epochs")) request.low_epochs = parse_early_epochs(values["low-epochs"].as<std::string>());
  request.observed = without_repeats(list_option(values, "observe"), "--observe");
  const auto missing = values["missing"].as<std::string>();
  if (missing != "restrict" && missing != "fail") throw Error(unknown_name("--missing", missing, {"restrict", "fail"}));
  request.restricts = missing == "restrict";
  return request;
}

// One for each data set.
void set_tasks(Campaign& campaign, const std::shared_ptr<const Table>& table, const po::variables_map& values) {
  TaskRequest request = task_request(values);
  Strings datasets = list_option(values, "dataset");
  if (datasets.empty()) datasets.push_back(default_dataset(*table));
  for (const std::string& dataset : without_repeats(datasets, "--dataset")) {
    request.dataset = dataset;
    campaign.tasks.push_back(make_task(table, campaign.space, request));
    say_missing(campaign.tasks.back());
  }
}

void set_table(Campaign& campaign, const Table& table, const std::string& name) {
  campaign.table = table.name();
  campaign.table_checksum = fmt::format("{:016x}", table.checksum());
  if (name != table.name()) campaign.table_file = name;
}

// What a search over a table asks: the table.
void ask_table(Campaign& campaign, Program& program, const po::variables_map& values) {
  if (values.contains("space")) throw Error("--space is for --oracle: a table says which space it is of");
  const auto name = values.contains("table") ? values["table"].as<std::string>() : "nb201";
  const auto table = find_table(name, values["tables"].as<std::string>(), &program.tables);
  set_table(campaign, *table, name);
  FoundSpace found = space_of(program, *table);
  campaign.space = std::move(found.space);
  campaign.space_code = std::move(found.code);
  set_tasks(campaign, table, values);
}

// The space that --space names, or the table that judges, or the oracle itself.
FoundSpace space_for(const ConfiguredOracle& oracle, const Program& program, const Table* table,
                     const po::variables_map& values) {
  const std::string& own = oracle.entry->space;
  if (table && values.contains("space")) throw Error("--space and --table both say which space is meant: give one");
  if (!table && !values.contains("space") && own.empty()) {
    throw Error(fmt::format("oracle {} takes any search space: --space names one", oracle.entry->name));
  }
  FoundSpace found = table                      ? space_of(program, *table)
                     : values.contains("space") ? find_space(program, values["space"].as<std::string>())
                                                : find_space(program, own);
  if (own.empty() || found.space->name() == own) return found;
  throw Error(fmt::format("oracle {} is about space {}, not {}", oracle.entry->name, own, found.space->name()));
}

// What a search with an oracle of its user's asks; a table that is named as well only judges.
void ask_oracle(Campaign& campaign, Program& program, const po::variables_map& values) {
  for (const char* const option : {"observe", "low-epochs"}) {
    if (values.contains(option)) throw Error(fmt::format("--{} is for tables: an oracle says what it answers", option));
  }
  const ConfiguredOracle oracle = program.oracles.configure(values["oracle"].as<std::string>());
  std::shared_ptr<const Table> table;
  if (values.contains("table")) {
    const auto name = values["table"].as<std::string>();
    table = find_table(name, values["tables"].as<std::string>(), &program.tables);
    set_table(campaign, *table, name);
  }
  FoundSpace found = space_for(oracle, program, table.get(), values);
  campaign.space = std::move(found.space);
  campaign.space_code = std::move(found.code);
  campaign.oracle = oracle.text();
  campaign.oracle_code = oracle.entry->code;
  if (oracle.entry->behaviour != 1) campaign.oracle_code += fmt::format(" behaviour {}", oracle.entry->behaviour);
  OracleTaskRequest request;
  request.truth = table;
  if (values.contains("budget")) request.budget = parse_budget(values["budget"].as<std::string>());
  Strings datasets = list_option(values, "dataset");
  if (datasets.empty()) datasets = oracle.entry->datasets;
  if (datasets.empty())
    throw Error(fmt::format("oracle {} takes any data set: --dataset names one", oracle.entry->name));
  for (const std::string& dataset : without_repeats(datasets, "--dataset")) {
    request.dataset = dataset;
    campaign.tasks.push_back(make_oracle_task(oracle, campaign.space, request));
  }
}

}  // namespace

std::int64_t integer_option(const po::variables_map& values, const std::string& name, std::int64_t least,
                            std::int64_t most) {
  const auto text = values[name].as<std::string>();
  const auto value = parse_number<std::int64_t>(text);
  if (!value || *value < least || *value > most) {
    throw Error(fmt::format("--{} {}: allowed is an integer from {} to {}", name, text, least, most));
  }
  return *value;
}

Campaign make_campaign(Program& program, const po::variables_map& values) {
  if (!values.contains("searcher")) throw Error("cellar run needs a searcher, as in 'cellar run evolution --out DIR'");
  if (!values.contains("out") || values["out"].as<std::string>().empty())
    throw Error("cellar run needs --out DIR, the folder for the traces");
  Campaign campaign;
  campaign.folder = values["out"].as<std::string>();
  campaign.first_seed = static_cast<std::uint64_t>(integer_option(values, "first-seed", 0, 999'999'999'999));
  campaign.seeds = static_cast<int>(integer_option(values, "seeds", 1, 10'000'000));
  campaign.workers = static_cast<int>(integer_option(values, "workers", 1, 100'000));
  set_resources(campaign, values);
  set_searchers(campaign, program, values);
  values.contains("oracle") ? ask_oracle(campaign, program, values) : ask_table(campaign, program, values);
  campaign.priors =
      find_priors(campaign.searchers, *campaign.space, values["proxy-scores"].as<std::string>(), program.proxies);
  check_searchers(campaign);
  return campaign;
}

}  // namespace cellar
