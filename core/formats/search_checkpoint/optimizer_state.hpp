#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/formats/search_checkpoint/plain_value.hpp"
#include "core/formats/torch/saved_file.hpp"

namespace cellar {

// A tensor of a file, whose elements are read when they are asked for (SavedFile::tensor). It is valid as long as the
// file.
struct StoredTensor {
  std::string name;
  TensorType type;
  PickleValue place;
};

// The tensors of a state dict, in order. An Error names the one that is none.
std::vector<StoredTensor> stored_tensors(const PickleValue& dict, const SavedFile& file);

// nullptr if there is none of this name.
const StoredTensor* find_tensor(const std::vector<StoredTensor>& tensors, std::string_view name);

// The state dict of an optimiser of torch.
struct OptimizerState {
  // What it keeps of one parameter; those that were never updated have no entry.
  struct Entry {
    std::int64_t parameter;             // position in the list of parameters that the optimiser was given
    std::vector<StoredTensor> tensors;  // momentum_buffer of SGD; exp_avg, exp_avg_sq of Adam
    std::optional<double> step;         // of Adam: updates so far; a number in old files, a tensor in newer ones
  };
  std::vector<Entry> entries;
  std::vector<Settings> groups;  // lr, momentum, betas, …, params: the parameters in it

  std::optional<double> learning_rate() const;  // of the first group
};

OptimizerState read_optimizer_state(const PickleValue& dict, const SavedFile& file);

}  // namespace cellar
