#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "core/formats/images/labelled_images.hpp"

namespace cellar {

// A record of CIFAR's binary files: bytes of labels, then 3 x 32 x 32 pixels, red, green and blue one after the other.
// CIFAR-10 has one label, CIFAR-100 the coarse one and the fine one (www.cs.toronto.edu/~kriz/cifar.html).
struct CifarRecord {
  std::size_t labels = 1, which = 0;  // how many there are, and which of them is read
  LabelRange range{0, 9};
};

// Adds the images of a file, whose bytes these are, to `images`. An Error names the file if it holds no whole number of
// records, none at all, or a label out of range.
void append_cifar_binary(LabelledImages& images, std::span<const std::byte> bytes, const CifarRecord& record,
                         const std::string& source);

}  // namespace cellar
