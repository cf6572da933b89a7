#pragma once

#include "tests/folder.hpp"
#include "tests/formats/images/made_up_images.hpp"

namespace cellar::test {

// A folder of idx files: 24 training and 12 test images of 8 x 8 pixels, three classes.
class SmallIdxSet {
 public:
  SmallIdxSet() {
    write("train", 24);
    write("t10k", 12);
  }
  std::filesystem::path path() const { return folder_.path(); }

 private:
  void write(const std::string& part, int count) const {
    std::vector<int> labels;
    for (int i = 0; i < count; ++i) labels.push_back(i % 3);
    write_file(folder_ / (part + "-images-idx3-ubyte"), idx_images(static_cast<std::uint32_t>(count), 8, 8));
    write_file(folder_ / (part + "-labels-idx1-ubyte"), idx_labels(labels));
  }

  TemporaryFolder folder_;
};

}  // namespace cellar::test
