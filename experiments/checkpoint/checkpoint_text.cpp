#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "core/printable.hpp"
#include "experiments/checkpoint/checkpoint_facts.hpp"
#include "experiments/report/text_table.hpp"

namespace cellar {

namespace {

using Strings = std::vector<std::string>;

std::string known_as(const std::string& algorithm) {
  static const std::map<std::string, std::string> kNames = {{"darts-v1", "DARTS, first order"},
                                                            {"darts-v2", "DARTS, second order"},
                                                            {"gdas", "GDAS"},
                                                            {"setn", "SETN"},
                                                            {"enas", "ENAS"},
                                                            {"random", "random search with shared weights, RSPS"},
                                                            {"darts", "DARTS"},
                                                            {"rsps", "random search with shared weights"},
                                                            {"beta-darts", "Beta-DARTS"},
                                                            {"drnas", "DrNAS"}};
  const auto found = kNames.find(algorithm);
  if (algorithm.empty()) return "an unknown searcher";
  return found == kNames.end() ? algorithm : fmt::format("{} ({})", algorithm, found->second);
}

std::string epochs_text(const SearchCheckpoint& checkpoint) {
  const std::string total = checkpoint.total_epochs ? fmt::format(" of {}", *checkpoint.total_epochs) : "";
  return fmt::format("{}{} epochs finished", checkpoint.finished_epochs, total);
}

std::string head_text(const SearchCheckpoint& checkpoint) {
  const std::string dataset = checkpoint.dataset();
  const std::string images = text_setting(checkpoint.args, "images");
  const std::string trained = images.empty() || images == dataset ? "" : " (trained on " + printable(images) + ")";
  return fmt::format("{}\n{}, {}{}{}{}; saved by {}\n", checkpoint.file->source(), known_as(checkpoint.algorithm),
                     epochs_text(checkpoint), dataset.empty() ? "" : ", " + printable(dataset), trained,
                     checkpoint.seed ? fmt::format(", seed {}", *checkpoint.seed) : "", layout_of(checkpoint));
}

std::size_t elements(const std::vector<StoredTensor>& tensors) {
  std::size_t sum = 0;
  for (const StoredTensor& tensor : tensors) {
    std::size_t product = 1;
    for (const std::int64_t size : tensor.type.shape) product *= static_cast<std::size_t>(size);
    sum += product;
  }
  return sum;
}

std::string tensors_text(const char* name, const std::vector<StoredTensor>& tensors) {
  if (tensors.empty()) return "";
  const std::string& device = tensors.front().type.location;
  return fmt::format("{:<12}{} tensors, {} elements{}\n", name, tensors.size(), elements(tensors),
                     device.empty() ? "" : ", saved from " + printable(device));
}

std::string optimizer_text(const char* name, const std::optional<OptimizerState>& state) {
  if (!state) return "";
  const PlainValue* parameters = state->groups.empty() ? nullptr : find_setting(state->groups.front(), "params");
  const auto* numbers = parameters ? std::get_if<std::vector<double>>(parameters) : nullptr;
  std::string text = fmt::format("{:<12}of {}{} parameters", name, state->entries.size(),
                                 numbers ? fmt::format(" of {}", numbers->size()) : "");
  if (const auto rate = state->learning_rate()) text += fmt::format(", learning rate {:.6g}", *rate);
  if (!state->entries.empty() && state->entries.front().step) {
    text += fmt::format(", step {}", *state->entries.front().step);
  }
  return text + "\n";
}

std::string figure(double value, const char* format = "{:.2f}") {
  return std::isnan(value) ? "-" : fmt::format(fmt::runtime(format), value);
}

std::string cells_text(const std::vector<JudgedCell>& cells, const Judge& judge, const CellTruth& truth) {
  std::vector<Strings> rows{{"epoch", "index", "skips", "seen [%]", "valid [%]", "test [%]", "regret", "rank"}};
  const bool has_end = std::any_of(cells.begin(), cells.end(), [](const auto& cell) { return cell.epoch == "end"; });
  std::size_t longest = 0;
  for (const JudgedCell& cell : cells) longest = std::max(longest, cell.cell.size());
  for (const JudgedCell& cell : cells) {
    rows.push_back({cell.epoch, std::to_string(cell.index), std::to_string(cell.skip_connects), figure(cell.seen),
                    figure(cell.truth.valid), figure(cell.truth.test), figure(cell.truth.regret),
                    cell.truth.rank == 0 ? "-" : std::to_string(cell.truth.rank)});
    rows.back().push_back(cell.cell + std::string(longest - cell.cell.size(), ' '));
  }
  rows[0].push_back("cell" + std::string(std::max<std::size_t>(longest, 4) - 4, ' '));
  return fmt::format(
      "\nseen: validation accuracy by the shared weights. valid, test, regret, rank (of {}): after 200 epochs of\n"
      "training on its own, {}, table {}. Epochs count from 0; \"begin\" is before the first{}.\n\n{}",
      truth.cells(), truth.dataset(), judge.table->name(), has_end ? ", \"end\" what is derived after the last" : "",
      text_table(rows));
}

std::string alphas_text(const SearchCheckpoint& checkpoint) {
  if (checkpoint.alphas.empty()) return "\nIt has no alphas.\n";
  const auto weights = softmax(checkpoint.alphas);
  const auto edges = edge_names(weights.size());
  std::vector<Strings> rows{{"edge"}};
  for (const std::string& name : operation_names(weights.front().size())) rows[0].push_back(name);
  for (std::size_t edge = 0; edge < weights.size(); ++edge) {
    Strings row{edges[edge]};
    const auto& alphas = checkpoint.alphas[edge];
    const auto best = std::max_element(alphas.begin(), alphas.end()) - alphas.begin();
    for (std::size_t op = 0; op < alphas.size(); ++op) {
      const char* mark = static_cast<std::ptrdiff_t>(op) == best ? "*" : " ";
      row.push_back(fmt::format("{:.4f} ({:.4f}){}", weights[edge][op], alphas[op], mark));
    }
    rows.push_back(std::move(row));
  }
  const bool unused = checkpoint.algorithm == "random" || checkpoint.algorithm == "enas";
  return fmt::format("\nalphas: softmax, and raw in parentheses; * is the largest of an edge{}\n\n{}",
                     unused ? fmt::format(" ({} does not train them)", checkpoint.algorithm) : "", text_table(rows));
}

}  // namespace

std::string checkpoint_text(const SearchCheckpoint& checkpoint, const Judge& judge, const CellTruth& truth) {
  std::string text = head_text(checkpoint);
  text += tensors_text("supernet", checkpoint.weights) + tensors_text("controller", checkpoint.controller);
  text += optimizer_text("w_optimizer", checkpoint.weight_optimizer);
  text += optimizer_text("a_optimizer", checkpoint.architecture_optimizer);
  if (checkpoint.baseline) text += fmt::format("{:<12}{}\n", "baseline", *checkpoint.baseline);
  return text + cells_text(judged_cells(checkpoint, judge, truth), judge, truth) + alphas_text(checkpoint);
}

}  // namespace cellar
