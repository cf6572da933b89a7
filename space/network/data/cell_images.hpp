#pragma once

#include <memory>
#include <string>
#include <vector>

#include "space/network/data/image_data.hpp"

namespace cellar::network {

// On which images a found cell is trained and on which it is judged, as NAS-Bench-201 does it (AutoDL-Projects,
// exps/NAS-Bench-201/main.py). The data set "cifar10" trains on all training images and tests on the test images;
// "cifar10-valid" trains on half of them, and the other half is "valid"; "cifar100" and "ImageNet16-120" train on all,
// and the halves of their test images are "valid" and "test". Other sets are as CIFAR-10 is.
struct CellImages {
  struct Part {
    std::string name;  // "train", "valid", "test"
    bool of_test = false;
    std::vector<int> items;  // their numbers among the training or the test images
  };

  std::string dataset;                    // "cifar10-valid"
  std::shared_ptr<const ImageData> data;  // of "cifar10"
  std::vector<Part> parts;                // the one that trains first, then those that judge

  // An Error says which there are.
  const Part& part(const std::string& name) const;
  // Of pixels, labels and parts: the same for the same training.
  std::uint64_t checksum() const;
};

struct CellImageOptions : ImageOptions {
  int most = 0;  // images of each part; 0: all
};

// Reads the set from its folder (image_data.hpp), with the original's halves where their file lies there. An Error for
// images that the networks cannot read: their sides are equal, and multiples of 4.
CellImages load_cell_images(const std::string& dataset, const std::filesystem::path& folder,
                            const CellImageOptions& options = {});

// The parts of images that were read or made.
CellImages cell_images(const std::string& dataset, ImageData data, const std::filesystem::path& split_file = {},
                       int most = 0);

}  // namespace cellar::network
