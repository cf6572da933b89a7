#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/architecture.hpp"
#include "core/formats/torch/tensor.hpp"
#include "core/searcher.hpp"
#include "space/nb201/costs.hpp"
#include "space/network/data/cell_images.hpp"
#include "space/network/quality.hpp"

namespace cellar::network {

// Trained weights of a cell's network, named as in the original's state_dict. `source` is what errors about them begin
// with, the name of their file.
struct CellWeights {
  std::string_view source;
  std::span<const Tensor> tensors;
};

// What trained weights say of the network that they are of: channels of the first stage, cells in a stage, classes. The
// image's size they do not say. An Error if they are no weights of a network of cells, by the tensor that shows it.
nb201::Skeleton skeleton_of(const CellWeights& weights);

// Builds the network of a cell with these weights and shows it the images of a part as they are. `batch`: how many
// images at a time. An Error names the tensor that does not fit the cell, or says that the classes differ.
Quality evaluate_cell(const Architecture& cell, const CellWeights& weights, const CellImages& images,
                      const std::string& part, int batch, const Resources& resources);

}  // namespace cellar::network
