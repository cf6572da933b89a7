#include <fmt/format.h>

#include "core/errors.hpp"
#include "core/printable.hpp"
#include "experiments/checkpoint/drawing.hpp"
#include "experiments/checkpoint/own_run.hpp"
#include "experiments/checkpoint/subcommands.hpp"
#include "experiments/report/gnuplot.hpp"
#include "experiments/report/output_file.hpp"
#include "experiments/report/report_options.hpp"

namespace cellar {

namespace {

namespace po = boost::program_options;
using Strings = std::vector<std::string>;

std::string title_of(const SearchCheckpoint& last) {
  const std::string searcher = last.algorithm.empty() ? "search" : last.algorithm;
  const std::string dataset = last.dataset();
  return fmt::format("{}{}{}, {} epochs", searcher, dataset.empty() ? "" : " on " + printable(dataset),
                     last.seed ? fmt::format(", seed {}", *last.seed) : "", last.finished_epochs);
}

SearchPicture picture_of(const std::vector<SearchCheckpoint>& series, const Judge& judge, const std::string& dataset) {
  const SearchCheckpoint& last = series.back();
  const CellTruth truth(judge.table, judged_dataset(dataset, last, *judge.table));
  SearchPicture picture;
  picture.title = title_of(last);
  picture.dataset = truth.dataset();
  picture.optimum = truth.best();
  for (JudgedCell& cell : judged_cells(last, judge, truth)) {
    if (cell.number >= 0) picture.cells.push_back(std::move(cell));
  }
  const std::string& source = last.file->source();
  if (last.last_genotype().empty()) throw Error(fmt::format("{} holds no cell yet", source));
  const std::uint64_t index = index_of(judge, last.last_genotype(), source, "its last cell");
  picture.last_cell = judge.space->at(index);
  picture.last_cell_title =
      fmt::format("{}, index {}: test {:.2f} %, rank {} of {}", last.result ? "Derived at the end" : "The last cell",
                  index, truth.of(index).test, truth.of(index).rank, truth.cells());
  const auto own = last.is_own() ? own_run(source) : std::nullopt;
  if (own && series.size() == 1) {
    for (AlphasAfter& after : recorded_alphas(*own, last.finished_epochs - 1)) {
      picture.alphas.push_back({after.epochs, softmax(std::move(after.alphas))});
    }
  }
  for (const SearchCheckpoint& checkpoint : series) {
    if (!checkpoint.alphas.empty()) picture.alphas.push_back({checkpoint.finished_epochs, softmax(checkpoint.alphas)});
  }
  return picture;
}

}  // namespace

int draw_checkpoint(const Program& program, const Strings& args) {
  CommandLine line(
      "checkpoint draw FILE… --out FILE.{svg,png,pdf}",
      "Draws a search with gnuplot: its last cell, the alphas, what the cell after each epoch is worth and\n"
      "how many skip connections it has. Several checkpoints of one search, or a folder of them, show how\n"
      "the alphas developed, and so does one in the run folder of cellar run; any other has the last ones only.");
  line.positional("words", -1, "checkpoints, or folders of them");
  add_table_options(line);
  line.options().add_options()("out", po::value<std::string>()->value_name("FILE"),
                               "the picture; its ending says which kind")(
      "dataset", po::value<std::string>()->value_name("D"),
      "judge cells on this data set (default: the one that was searched on)");
  const auto values = line.parse(args);
  if (!values) return 0;
  const Strings names = words(*values, "cellar checkpoint draw needs a FILE");
  const auto out = given(*values, "out");
  if (!out) throw Error("cellar checkpoint draw needs --out FILE.svg (or .png, .pdf)");
  const PlotTarget::Kind kind = plot_kind(*out);
  const Judge judge = find_judge(program, *values);
  if (judge.space->name() != "nb201")
    throw Error(fmt::format("there is no drawing of {}, only of nb201", judge.space->name()));
  const auto series = open_series(names);
  const SearchPicture picture = picture_of(series, judge, given(*values, "dataset").value_or(""));
  write_output(*out, run_gnuplot(search_script(picture, kind)));
  fmt::print("{}\n", *out);
  return 0;
}

}  // namespace cellar
