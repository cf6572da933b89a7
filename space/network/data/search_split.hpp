#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "space/network/data/image_data.hpp"

namespace cellar::network {

// Which images train the weights of a search, which its architecture, and which neither. On CIFAR-10 and the sets of
// MNIST's kind both are halves of the training images; on CIFAR-100 and ImageNet16-120 all training images train, and
// half of the test images is for the architecture (AutoDL-Projects, get_dataset_with_transform.py,
// get_nas_search_loaders).
struct SearchSplit {
  std::vector<int> train;  // of the training images
  std::vector<int> valid;  // of the training images, or of the test images if
  bool valid_is_test = false;
  std::vector<int> test;  // of the test images: seen by no part of the search
  std::string origin;     // the file it comes from, or "own halves"
};

// From a file of the original (core/formats/images/split_file.hpp), with the parts train and valid, or xvalid and
// xtest. Without one, halves of our own, always the same: they have the original's sizes, not its images. An Error
// names the part and image that is wrong.
SearchSplit search_split(const ImageData& data, const std::filesystem::path& file = {});

// The original's file of this set if it lies in `folder` or its parent under its own name; else an empty path.
std::filesystem::path find_split_file(std::string_view set, const std::filesystem::path& folder);

}  // namespace cellar::network
