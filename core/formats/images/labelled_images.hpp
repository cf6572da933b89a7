#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace cellar {

// Images of one size with their labels. Pixels are bytes, [images, channels, height, width].
struct LabelledImages {
  int channels = 3, height = 0, width = 0;
  std::vector<std::uint8_t> pixels;
  std::vector<int> labels;

  std::size_t size() const { return labels.size(); }
  std::size_t image_bytes() const { return static_cast<std::size_t>(channels) * height * width; }
  std::span<const std::uint8_t> image(std::size_t number) const {
    return std::span(pixels).subspan(number * image_bytes(), image_bytes());
  }
};

// Labels from `first` to `last`.
struct LabelRange {
  int first = 0, last = 0;
  bool contains(std::int64_t label) const { return label >= first && label <= last; }
};

}  // namespace cellar
