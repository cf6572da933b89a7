#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "core/formats/torch/tensor.hpp"

namespace cellar {

// The trained weights of a cell's networks, from the full archives of NAS-Bench-201 and NATS-Bench.

// A network of an archive.
struct WeightsEntry {
  std::string schedule;  // as the file calls it: "less" and "full", or "12" and "200"
  std::string dataset;
  int seed = 0;
  bool has_weights = false;  // simple archives keep the figures only
};

// What there is of a cell. `archive` is NNNNNN-FULL.pth, -SIMPLE.pth or NNNNNN.pickle.pbz2, or a folder with such a
// file.
std::vector<WeightsEntry> list_weights(const std::filesystem::path& archive, std::size_t index);

// The tensors of one network, by the names of its state dict and in its order. Schedule "12" is also called "less",
// "200" also "full". Of an archive that is not compressed, only the pages with the object and with these tensors are
// read. An Error says what is damaged, or names what there is instead.
std::vector<Tensor> read_weights(const std::filesystem::path& archive, std::size_t index, const std::string& schedule,
                                 const std::string& dataset, int seed);

}  // namespace cellar
