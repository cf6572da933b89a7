#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "core/formats/images/labelled_images.hpp"

namespace cellar {

// The format of MNIST and its kin (yann.lecun.com/exdb/mnist): a magic number that tells type and number of dimensions,
// the dimensions as big-endian words, bytes.
struct IdxPair {
  std::span<const std::byte> images, labels;
  std::string images_source, labels_source;  // what messages call them
};

// Grey images, of one channel. An Error names the file that is no such thing, or cut short, or whose counts do not
// agree with the other's.
LabelledImages read_idx(const IdxPair& pair);

}  // namespace cellar
