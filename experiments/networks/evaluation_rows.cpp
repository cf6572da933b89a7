#include "experiments/networks/evaluation_rows.hpp"

#include <fmt/format.h>

#include <cmath>

#include "experiments/networks/benchmark_record.hpp"

namespace cellar {

namespace {

using Strings = std::vector<std::string>;

std::string number(double value, int digits) { return std::isnan(value) ? "" : fmt::format("{:.{}f}", value, digits); }

// What the benchmark calls these images; those that train are recorded as they were seen while training.
ImageSet image_set(const std::string& dataset, const std::string& part) {
  const bool tests_on_half = dataset == "cifar100" || dataset == "ImageNet16-120";
  if (part == "train") return ImageSet::train;
  if (part == "valid") return ImageSet::x_valid;
  return tests_on_half ? ImageSet::x_test : ImageSet::ori_test;
}

// Of the training's last epoch; empty if these images are not recorded there.
Strings recorded_row(const TrialRecord& trial, ImageSet set) {
  const auto last = [&](Figure figure) {
    const Series& series = trial.at(set, figure);
    return series.empty() ? std::nan("") : series.values.back();
  };
  if (std::isnan(last(Figure::accuracy))) return {};
  return {fmt::format("recorded ({}, epoch {})", set_name(set), trial.epochs), number(last(Figure::loss), 4),
          number(last(Figure::accuracy), 2), number(last(Figure::top5), 2)};
}

bool has_the_benchmarks_size(const nb201::Skeleton& skeleton) {
  const nb201::Skeleton benchmark;
  return skeleton.channels == benchmark.channels && skeleton.cells == benchmark.cells;
}

}  // namespace

std::vector<std::vector<std::string>> evaluation_rows(const EvaluatedCell& cell) {
  std::vector<Strings> rows = {
      {"", "loss", "top-1 [%]", "top-5 [%]"},
      {"computed", number(cell.quality.loss, 4), number(cell.quality.top1, 2), number(cell.quality.top5, 2)}};
  if (!cell.all_images) return rows;
  if (cell.record && cell.record->dataset == cell.dataset) {
    const Strings row = recorded_row(*cell.record, image_set(cell.dataset, cell.part));
    if (!row.empty()) rows.push_back(row);
  }
  if (!has_the_benchmarks_size(cell.skeleton)) return rows;
  for (const int epochs : {12, 200}) {
    const Metric metric{cell.dataset, {cell.part, {epochs, epochs}}, {}};
    const auto accuracy = benchmark_record(metric, cell.index);
    if (accuracy) rows.push_back({"nb201: " + format(metric), "", number(*accuracy, 2)});
  }
  return rows;
}

}  // namespace cellar
