#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/formats/torch/tensor.hpp"
#include "core/table/records/cell_record.hpp"

namespace cellar {

// Which network of an archive, which holds several of a cell.
struct ArchivedNetwork {
  std::string schedule = "200";  // "12" or "less", "200" or "full"
  std::string dataset;           // that it was trained on
  std::optional<int> seed;
};

struct TrainedWeights {
  std::string source;                 // the file
  std::vector<Tensor> tensors;        // as in its state dict
  std::optional<TrialRecord> record;  // of an archive: what it says of this network
};

// Weights of a cell's network: a file of tensors by name, as `cellar train` and `cellar weights` write it, or as
// torch.save does a state dict; or the benchmark's archive of this cell (core/formats/torch/weights.hpp), or a folder
// of these. Told by content. An Error says what is wrong, or what the archive has instead.
TrainedWeights read_trained_weights(const std::filesystem::path& path, std::size_t cell,
                                    const ArchivedNetwork& network);

}  // namespace cellar
