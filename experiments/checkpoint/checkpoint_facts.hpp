#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "experiments/checkpoint/cell_truth.hpp"
#include "experiments/checkpoint/opened_file.hpp"
#include "experiments/checkpoint/subcommands.hpp"

namespace cellar {

// A cell of a checkpoint with everything that is known of it.
struct JudgedCell {
  std::string epoch;  // "begin", "0", …, "end" (derived once more after the last), "best"
  int number = -1;    // of the epoch; that of "begin", "end" and "best" is -1
  std::string cell;
  std::uint64_t index = 0;
  int skip_connects = 0;  // edges with that operation
  double seen = 0;        // validation accuracy by the shared weights [%]; NaN: not recorded
  CellTruth::Verdict truth;
};

// In order of epochs, then the end, the best last.
std::vector<JudgedCell> judged_cells(const SearchCheckpoint& checkpoint, const Judge& judge, const CellTruth& truth);
// What a whole search derived after its last epoch, where that is known.
std::optional<JudgedCell> judged_result(const SearchCheckpoint& checkpoint, const Judge& judge, const CellTruth& truth);

// How many edges of a cell, in the official spelling, have an operation.
int count_operation(const std::string& cell, const std::string& operation);

// Softmax over each row.
std::vector<std::vector<double>> softmax(std::vector<std::vector<double>> rows);

// "1<-0", … for the edges of NAS-Bench-201's cell, "edge 0", … for other numbers of rows; likewise the operations.
std::vector<std::string> edge_names(std::size_t edges);
std::vector<std::string> operation_names(std::size_t operations);

// The data set that cells are judged on: the option's, or the one that was searched on, or else the table's first.
std::string judged_dataset(const std::string& option, const SearchCheckpoint& checkpoint, const Table& table);

// Whose file it is, "NATS-Bench's script".
std::string layout_of(const SearchCheckpoint& checkpoint);

// For a person, and as JSON.
std::string checkpoint_text(const SearchCheckpoint& checkpoint, const Judge& judge, const CellTruth& truth);
nlohmann::ordered_json checkpoint_json(const SearchCheckpoint& checkpoint, const Judge& judge, const CellTruth& truth);

}  // namespace cellar
