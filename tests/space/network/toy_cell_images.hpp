#pragma once

#include <memory>

#include "space/network/data/cell_images.hpp"
#include "space/network/data/toy_images.hpp"

namespace cellar::test {

// Small images that are learnt in seconds, split as those of `dataset` are.
inline std::shared_ptr<const network::CellImages> toy_cell_images(const std::string& dataset = "cifar10-valid") {
  network::ImageData data = network::make_toy_images(1, {.classes = 3, .side = 8, .train = 120, .test = 45});
  data.name = dataset.substr(0, dataset.find("-valid"));
  return std::make_shared<const network::CellImages>(network::cell_images(dataset, std::move(data)));
}

}  // namespace cellar::test
