#include <fmt/format.h>

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/errors.hpp"
#include "core/printable.hpp"
#include "experiments/checkpoint/checkpoint_facts.hpp"
#include "experiments/checkpoint/subcommands.hpp"
#include "experiments/report/json_text.hpp"

namespace cellar {

namespace {

namespace po = boost::program_options;
using Strings = std::vector<std::string>;

void show_results(const std::vector<MultiTrialRun>& runs, const std::string& source) {
  std::size_t evaluations = 0;
  double last = 0;
  for (const MultiTrialRun& run : runs) {
    evaluations += run.incumbents.size();
    if (!run.end_seconds.empty()) last = std::max(last, run.end_seconds.back());
  }
  fmt::print(
      "{}\nmulti-trial results of NATS-Bench: {} runs, {} evaluations, the last ends at {:.1f} simulated seconds\n"
      "cellar checkpoint score says what they found, import makes curves of them\n",
      source, runs.size(), evaluations, last);
}

void show(const Program& program, const po::variables_map& values, const std::string& name) {
  const OpenedFile file = open_file(name);
  const bool as_json = values.contains("json");
  const auto* checkpoint = std::get_if<SearchCheckpoint>(&file.content);
  if (!checkpoint && as_json) throw Error(fmt::format("{}: --json is for checkpoints; see checkpoint score", name));
  if (const auto* runs = std::get_if<std::vector<MultiTrialRun>>(&file.content)) return show_results(*runs, name);
  if (!checkpoint) {
    const auto& cells = std::get<OpenedFile::FinalCells>(file.content);
    fmt::print(
        "{}\nthe last cells of {} multi-trial runs (NAS-Bench-201's scripts); cellar checkpoint score says what "
        "they are worth\n",
        name, cells.size());
    return;
  }
  const Judge judge = find_judge(program, values);
  const std::string option = values.contains("dataset") ? values["dataset"].as<std::string>() : "";
  const CellTruth truth(judge.table, judged_dataset(option, *checkpoint, *judge.table));
  if (as_json) {
    fmt::print("{}", json_text(checkpoint_json(*checkpoint, judge, truth)));
    return;
  }
  if (!file.followed.empty()) fmt::print("{} says that the last checkpoint is\n", file.followed);
  fmt::print("{}", checkpoint_text(*checkpoint, judge, truth));
  if (!values.contains("args")) return;
  fmt::print("\nsettings\n\n");
  for (const auto& [key, value] : checkpoint->args) fmt::print("{:<22}{}\n", printable(key), spelled(value));
}

}  // namespace

int show_checkpoint(const Program& program, const Strings& args) {
  CommandLine line("checkpoint show FILE…",
                   "The searcher of a checkpoint, its cell after each epoch and what that cell is worth by the table,\n"
                   "its alphas, weights and optimisers. A last-info file shows the checkpoint that it names.");
  line.positional("words", -1, "files");
  add_table_options(line);
  line.options().add_options()("dataset", po::value<std::string>()->value_name("D"),
                               "judge cells on this data set (default: the one that was searched on)")(
      "args", "print the settings of the search, too")("json", "print JSON");
  const auto values = line.parse(args);
  if (!values) return 0;
  bool first = true;
  for (const std::string& name : words(*values, "cellar checkpoint show needs a FILE")) {
    if (!first) fmt::print("\n");
    first = false;
    show(program, *values, name);
  }
  return 0;
}

}  // namespace cellar
