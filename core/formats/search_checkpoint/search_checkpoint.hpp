#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/formats/search_checkpoint/optimizer_state.hpp"
#include "core/formats/search_checkpoint/plain_value.hpp"
#include "core/formats/torch/saved_file.hpp"

namespace cellar {

// Values by epoch, from 0; -1 is what a search began with. `best` is the entry of that name, where there is one.
template <class Value>
struct ByEpoch {
  std::map<int, Value> epochs;
  std::optional<Value> best;
};

// A checkpoint of a search with shared weights, as the original's scripts save it (AutoDL-Projects, exps/NATS-algos/
// search-cell.py, and exps/NAS-Bench-201-algos/DARTS-V1.py and its neighbours), and as Cellar does. Settings, cells and
// alphas are read; of the tensors of weights and optimisers, what they are: `file->tensor(…place)` reads one.
struct SearchCheckpoint {
  enum class Dialect { nats, nb201 };

  std::shared_ptr<const SavedFile> file;
  std::vector<std::string> keys;  // of the whole dict, in order
  Dialect dialect = Dialect::nats;
  std::string
      algorithm;  // as NATS-Bench's script calls it: darts-v1, darts-v2, gdas, setn, enas, random; empty: unknown
  int finished_epochs = 0;
  std::optional<int> total_epochs;
  std::optional<std::int64_t> seed;
  Settings args;
  std::optional<double> baseline;    // of ENAS's controller
  ByEpoch<std::string> genotypes;    // in the official spelling
  ByEpoch<double> valid_accuracies;  // [%]; the best is -1 where it was never set
  struct Result {
    std::string genotype;
    double valid_accuracy = 0;  // [%]
  };
  std::optional<Result> result;             // of a whole search that derived once more after its last epoch; ours only
  std::vector<std::vector<double>> alphas;  // [edge][operation] before the softmax; empty: none
  std::vector<StoredTensor> weights;        // of the supernet; NAS-Bench-201's ENAS calls them "module.…"
  std::vector<StoredTensor> controller;     // of ENAS; NATS-Bench has them among the weights, as "controller.…", too
  std::optional<OptimizerState> weight_optimizer, architecture_optimizer;
  Settings scheduler;

  // The searched data set, cifar10; empty: unknown.
  std::string dataset() const { return text_setting(args, "dataset"); }
  // Whether Cellar saved it. It writes a number of its own in place of the seed, which it does not know.
  bool is_own() const { return std::find(keys.begin(), keys.end(), "cellar") != keys.end(); }
  // The cell that the search ends with if it ends here: its result, or else the last epoch's. Empty: there is none yet.
  std::string last_genotype() const;
};

// An Error in one line, which begins with the file's name, for what is damaged or something else.
SearchCheckpoint read_search_checkpoint(const std::filesystem::path& file);
SearchCheckpoint read_search_checkpoint(std::shared_ptr<const SavedFile> file);

}  // namespace cellar
