#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"
#include "core/formats/search_checkpoint/multi_trial_results.hpp"
#include "core/suggest.hpp"
#include "experiments/checkpoint/subcommands.hpp"
#include "experiments/report/report_options.hpp"
#include "experiments/report/run_folder.hpp"

namespace cellar {

namespace {

namespace po = boost::program_options;
using Strings = std::vector<std::string>;

std::string names_of(const std::vector<const SearcherRuns*>& groups) {
  Strings names;
  for (const SearcherRuns* group : groups) names.push_back(fmt::format("{}/{}", group->dataset, group->searcher));
  return fmt::format("{}", fmt::join(names, ", "));
}

// By its spelling, or by its name alone.
bool is_called(const std::string& spelling, const std::string& name) {
  return spelling == name || spelling.substr(0, spelling.find('(')) == name;
}

// The one searcher on one data set that is asked for.
const SearcherRuns& choose(const RunFolder& folder, const po::variables_map& values) {
  const auto dataset = given(values, "dataset");
  const auto searcher = given(values, "searcher");
  std::vector<const SearcherRuns*> all, chosen;
  for (const SearcherRuns& group : folder.groups) {
    all.push_back(&group);
    if (dataset.value_or(group.dataset) == group.dataset &&
        is_called(group.searcher, searcher.value_or(group.searcher)))
      chosen.push_back(&group);
  }
  if (chosen.size() == 1) return *chosen.front();
  throw Error(
      fmt::format("a results.pth is of one searcher on one data set; choose by --dataset and --searcher from: {}",
                  names_of(chosen.empty() ? all : chosen)));
}

MultiTrialRun result_of(const RunTrace& trace, std::int64_t number) {
  MultiTrialRun run{number, {}, {}};
  for (std::size_t i = 0; i < trace.size(); ++i) {
    if (trace.choice[i] == RunTrace::kNone) continue;  // nothing was found yet: all trials so far failed
    run.incumbents.push_back(trace.choice[i]);
    run.end_seconds.push_back(trace.end_seconds[i]);
  }
  return run;
}

void check_plottable(const MultiTrialRun& run, const std::string& file) {
  if (!run.end_seconds.empty() && run.end_seconds.back() > 0) return;
  throw Error(fmt::format("{}: no simulated time passes in it, and results.pth is about time", file));
}

}  // namespace

int export_checkpoint(const Program& /*program*/, const Strings& args) {
  CommandLine line(
      "checkpoint export DIR --out results.pth",
      "Writes the runs of one searcher on one data set as NATS-Bench's scripts do: for torch.load, and for\n"
      "the original's plots (exps/NATS-Bench/draw-fig6.py). Runs are numbered from 0 in order of seed.");
  line.positional("words", -1, "the folder that cellar run --out or cellar checkpoint import wrote");
  line.options().add_options()("out", po::value<std::string>()->value_name("FILE"),
                               "the file to write, ending in .pth")(
      "dataset", po::value<std::string>()->value_name("D"), "the data set, where there are several")(
      "searcher", po::value<std::string>()->value_name("NAME"),
      "the searcher, by name or spelling, where there are several");
  const auto values = line.parse(args);
  if (!values) return 0;
  const Strings names = words(*values, "cellar checkpoint export needs a folder of runs");
  if (names.size() > 1) throw Error(fmt::format("cellar checkpoint export takes one folder, not also '{}'", names[1]));
  const auto out = given(*values, "out");
  if (!out || !out->ends_with(".pth")) throw Error("cellar checkpoint export needs --out FILE.pth");
  const RunFolder folder = read_run_folder(names[0]);
  const SearcherRuns& group = choose(folder, *values);
  std::vector<MultiTrialRun> runs;
  for (const RunTrace& trace : group.runs) {
    if (!trace.complete)
      throw Error(fmt::format("{} is not complete; run the same command again to go on", trace.file));
    runs.push_back(result_of(trace, static_cast<std::int64_t>(runs.size())));
    check_plottable(runs.back(), trace.file);
  }
  write_multi_trial_results(runs, *out);
  fmt::print("{}: {} runs of {} on {}\n", *out, runs.size(), group.searcher, group.dataset);
  return 0;
}

}  // namespace cellar
