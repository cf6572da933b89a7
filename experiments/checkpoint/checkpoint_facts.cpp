#include "experiments/checkpoint/checkpoint_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "space/nb201/cell.hpp"

namespace cellar {

namespace {

double seen_at(const ByEpoch<double>& accuracies, int epoch) {
  const auto found = accuracies.epochs.find(epoch);
  return found == accuracies.epochs.end() ? std::numeric_limits<double>::quiet_NaN() : found->second;
}

JudgedCell judged(std::string epoch, const std::string& cell, const Judge& judge, const CellTruth& truth,
                  const std::string& source) {
  JudgedCell made;
  made.index = index_of(judge, cell, source, fmt::format("the cell of epoch {}", epoch));
  made.epoch = std::move(epoch);
  made.cell = cell;
  made.skip_connects = count_operation(cell, "skip_connect");
  made.truth = truth.of(made.index);
  return made;
}

std::vector<std::string> numbered(const char* what, std::size_t count) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < count; ++i) names.push_back(fmt::format("{} {}", what, i));
  return names;
}

}  // namespace

std::vector<JudgedCell> judged_cells(const SearchCheckpoint& checkpoint, const Judge& judge, const CellTruth& truth) {
  const std::string& source = checkpoint.file->source();
  std::vector<JudgedCell> cells;
  for (const auto& [epoch, cell] : checkpoint.genotypes.epochs) {
    cells.push_back(judged(epoch < 0 ? "begin" : std::to_string(epoch), cell, judge, truth, source));
    cells.back().number = std::max(epoch, -1);
    cells.back().seen = seen_at(checkpoint.valid_accuracies, epoch);
  }
  if (const auto result = judged_result(checkpoint, judge, truth)) cells.push_back(*result);
  if (!checkpoint.genotypes.best) return cells;
  cells.push_back(judged("best", *checkpoint.genotypes.best, judge, truth, source));
  cells.back().seen = checkpoint.valid_accuracies.best.value_or(std::numeric_limits<double>::quiet_NaN());
  return cells;
}

std::optional<JudgedCell> judged_result(const SearchCheckpoint& checkpoint, const Judge& judge,
                                        const CellTruth& truth) {
  if (!checkpoint.result) return std::nullopt;
  JudgedCell made = judged("end", checkpoint.result->genotype, judge, truth, checkpoint.file->source());
  made.seen = checkpoint.result->valid_accuracy;
  return made;
}

int count_operation(const std::string& cell, const std::string& operation) {
  int count = 0;
  const std::string wanted = "|" + operation + "~";
  for (std::size_t at = cell.find(wanted); at != std::string::npos; at = cell.find(wanted, at + 1)) ++count;
  return count;
}

std::vector<std::vector<double>> softmax(std::vector<std::vector<double>> rows) {
  for (std::vector<double>& row : rows) {
    const double most = row.empty() ? 0 : *std::max_element(row.begin(), row.end());
    double sum = 0;
    for (double& value : row) sum += value = std::exp(value - most);
    for (double& value : row) value /= sum;
  }
  return rows;
}

std::vector<std::string> edge_names(std::size_t edges) {
  if (edges != nb201::kEdges.size()) return numbered("edge", edges);
  std::vector<std::string> names;
  for (const nb201::Edge& edge : nb201::kEdges) names.push_back(fmt::format("{}<-{}", edge.to, edge.from));
  return names;
}

std::vector<std::string> operation_names(std::size_t operations) {
  if (operations != nb201::kOperationNames.size()) return numbered("operation", operations);
  return {nb201::kOperationNames.begin(), nb201::kOperationNames.end()};
}

std::string layout_of(const SearchCheckpoint& checkpoint) {
  if (checkpoint.is_own()) return "Cellar";
  return checkpoint.dialect == SearchCheckpoint::Dialect::nats ? "NATS-Bench's script" : "NAS-Bench-201's scripts";
}

std::string judged_dataset(const std::string& option, const SearchCheckpoint& checkpoint, const Table& table) {
  if (!option.empty()) return option;
  const auto known = table.datasets();
  const std::string searched = checkpoint.dataset();
  const bool is_known = std::find(known.begin(), known.end(), searched) != known.end();
  return is_known || known.empty() ? searched : known.front();
}

}  // namespace cellar
