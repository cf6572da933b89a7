#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/errors.hpp"
#include "experiments/checkpoint/cell_truth.hpp"
#include "experiments/checkpoint/opened_file.hpp"
#include "experiments/checkpoint/subcommands.hpp"
#include "experiments/report/json_text.hpp"
#include "experiments/report/statistics.hpp"
#include "experiments/report/text_table.hpp"
#include "experiments/show/parse_architecture.hpp"

namespace cellar {

namespace {

namespace po = boost::program_options;
namespace fs = std::filesystem;
using Strings = std::vector<std::string>;
using Json = nlohmann::ordered_json;

struct ScoredCell {
  std::string name;  // the file, or the cell as it was typed
  std::uint64_t index;
};

void add_run(const Judge& judge, std::int64_t index, const std::string& file, std::int64_t run,
             std::vector<ScoredCell>& cells) {
  check_index(judge, index, file);
  cells.push_back({fmt::format("{} run {}", file, run), static_cast<std::uint64_t>(index)});
}

// The cell that each run of a file ended with.
void add_file(const Judge& judge, const std::string& name, std::vector<ScoredCell>& cells) {
  const OpenedFile file = open_file(name);
  if (const auto* checkpoint = std::get_if<SearchCheckpoint>(&file.content)) {
    const std::string last = checkpoint->last_genotype();
    if (last.empty()) throw Error(fmt::format("{} holds no cell yet", name));
    cells.push_back({name, index_of(judge, last, name, "its last cell")});
  } else if (const auto* runs = std::get_if<std::vector<MultiTrialRun>>(&file.content)) {
    for (const MultiTrialRun& run : *runs) {
      if (!run.incumbents.empty()) add_run(judge, run.incumbents.back(), name, run.number, cells);
    }
  } else {
    std::int64_t run = 0;
    for (const std::int64_t index : std::get<OpenedFile::FinalCells>(file.content)) {
      add_run(judge, index, name, run++, cells);
    }
  }
}

std::vector<ScoredCell> cells_named(const Judge& judge, const Strings& names) {
  std::vector<ScoredCell> cells;
  for (const std::string& name : names) {
    if (fs::is_regular_file(name)) {
      add_file(judge, name, cells);
    } else if (name.ends_with(".pth") || name.ends_with(".pt") || name.find('/') != std::string::npos) {
      throw Error(fmt::format("no file '{}'", name));
    } else {
      cells.push_back({name, judge.space->index(parse_architecture(*judge.space, name))});
    }
  }
  if (cells.empty()) throw Error(fmt::format("{} holds no run that ended with a cell", fmt::join(names, ", ")));
  return cells;
}

Statistics statistics_of(const CellTruth& truth, const std::vector<ScoredCell>& cells,
                         double CellTruth::Verdict::*figure) {
  std::vector<double> values;
  for (const ScoredCell& cell : cells) {
    const double value = truth.of(cell.index).*figure;
    if (!std::isnan(value)) values.push_back(value);
  }
  return describe(std::move(values));
}

std::string pair_text(double valid, double test) { return fmt::format("{:.2f} / {:.2f}", valid, test); }

std::string mean_text(const Statistics& statistics) {
  return fmt::format("{:.2f} ± {:.2f}", statistics.mean, statistics.sd);
}

// Files with hundreds of runs are not listed cell by cell.
constexpr std::size_t kMostListed = 40;

std::string score_text(const Judge& judge, const std::vector<CellTruth>& truths, const std::vector<ScoredCell>& cells) {
  std::vector<Strings> rows{{"", "index"}};
  Strings means{fmt::format("mean of {}", cells.size()), ""};
  for (const CellTruth& truth : truths) {
    rows[0].push_back(truth.dataset());
    means.push_back(fmt::format("{} / {}", mean_text(statistics_of(truth, cells, &CellTruth::Verdict::valid)),
                                mean_text(statistics_of(truth, cells, &CellTruth::Verdict::test))));
  }
  for (const ScoredCell& cell : cells) {
    Strings row{cell.name, std::to_string(cell.index)};
    for (const CellTruth& truth : truths) {
      const auto verdict = truth.of(cell.index);
      row.push_back(pair_text(verdict.valid, verdict.test));
    }
    if (cells.size() <= kMostListed) rows.push_back(std::move(row));
  }
  if (cells.size() > 1) rows.push_back(std::move(means));
  return fmt::format("valid / test accuracy after 200 epochs [%], means over training seeds, table {}{}\n\n{}",
                     judge.table->name(), cells.size() > 1 ? "; ± is over the cells (n, not n-1)" : "",
                     text_table(rows));
}

Json figure_json(double value) { return std::isnan(value) ? Json() : Json(value); }

Json score_json(const std::vector<CellTruth>& truths, const std::vector<ScoredCell>& cells) {
  Json document = {{"cells", Json::array()}, {"mean", Json::object()}};
  for (const ScoredCell& cell : cells) {
    Json entry = {{"name", cell.name}, {"index", cell.index}};
    for (const CellTruth& truth : truths) {
      const auto verdict = truth.of(cell.index);
      entry[truth.dataset()] = {{"valid", figure_json(verdict.valid)},
                                {"test", figure_json(verdict.test)},
                                {"regret", figure_json(verdict.regret)},
                                {"rank", verdict.rank}};
    }
    document["cells"].push_back(std::move(entry));
  }
  for (const CellTruth& truth : truths) {
    const auto valid = statistics_of(truth, cells, &CellTruth::Verdict::valid);
    const auto test = statistics_of(truth, cells, &CellTruth::Verdict::test);
    document["mean"][truth.dataset()] = {{"valid", figure_json(valid.mean)},
                                         {"valid_sd", figure_json(valid.sd)},
                                         {"test", figure_json(test.mean)},
                                         {"test_sd", figure_json(test.sd)}};
  }
  return document;
}

// Data sets that the table has a final test accuracy of: cifar10-valid is there to validate on only.
std::vector<CellTruth> truths_of(const Judge& judge, const Strings& wanted) {
  std::vector<CellTruth> truths;
  for (const std::string& dataset : wanted) truths.emplace_back(judge.table, dataset);
  if (!wanted.empty()) return truths;
  for (const std::string& dataset : judge.table->datasets()) {
    if (dataset.ends_with("-valid")) continue;
    if (GroundTruth(judge.table, dataset).has({"test", {200, 200}})) truths.emplace_back(judge.table, dataset);
  }
  if (truths.empty()) throw Error(fmt::format("table {} has no test@200/200", judge.table->name()));
  return truths;
}

}  // namespace

int score_checkpoint(const Program& program, const Strings& args) {
  CommandLine line(
      "checkpoint score CELL|INDEX|FILE…",
      "What cells are worth on every data set, and their mean and deviation, as published tables have\n"
      "them. A cell is named by spelling or index, or is the last one of a checkpoint, or of every run of\n"
      "a results.pth. GDAS on CIFAR-10, from the three cells that NATS-Bench prints:\n"
      "  cellar checkpoint score 3928 138 6168");
  line.positional("words", -1, "cells, indices, files");
  add_table_options(line);
  line.options().add_options()("dataset", po::value<Strings>()->value_name("D,…"), "only these data sets")(
      "json", "print JSON");
  const auto values = line.parse(args);
  if (!values) return 0;
  const Strings names = words(*values, "cellar checkpoint score needs cells, indices or files");
  const Judge judge = find_judge(program, *values);
  const auto truths = truths_of(judge, list_option(*values, "dataset"));
  const auto cells = cells_named(judge, names);
  fmt::print("{}", values->contains("json") ? json_text(score_json(truths, cells)) : score_text(judge, truths, cells));
  return 0;
}

}  // namespace cellar
