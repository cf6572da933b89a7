#pragma once

#include <string_view>

#include "core/formats/pickle/value.hpp"

namespace cellar {

// What the object of a torch file is, by what is in it.
enum class SavedKind {
  search_checkpoint,    // of a search with shared weights
  last_info,            // which checkpoint is the last one
  multi_trial_results,  // results.pth of NATS-Bench: incumbents over time, run by run
  final_cells,          // results.pth of NAS-Bench-201: the index of each run's last cell
  benchmark,
  cell_archive,
  tensors,  // the weights of a network
  other
};

SavedKind saved_kind(const PickleValue& root);

// "is the archive of one cell: cellar weights reads it"
std::string_view describe(SavedKind kind);

}  // namespace cellar
