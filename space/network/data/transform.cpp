#include "space/network/data/transform.hpp"

#include <algorithm>

namespace cellar::network {

namespace {

struct Size {
  int height, width;
};

void write_plane(const std::uint8_t* pixels, Size size, const Placement& placement, const std::array<float, 256>& table,
                 float* values) {
  const float black = table[0];
  const int first = std::max(0, -placement.left);
  const int last = std::min(size.width, size.width - placement.left);
  for (int y = 0; y < size.height; ++y, values += size.width) {
    const int from_y = y + placement.top;
    if (from_y < 0 || from_y >= size.height) {
      std::fill_n(values, size.width, black);
      continue;
    }
    const std::uint8_t* row = pixels + from_y * size.width;
    std::fill_n(values, first, black);
    if (placement.flip) {
      const std::uint8_t* from = row + size.width - 1 - placement.left;
      for (int x = first; x < last; ++x) values[x] = table[*(from - x)];
    } else {
      for (int x = first; x < last; ++x) values[x] = table[row[x + placement.left]];
    }
    std::fill(values + last, values + size.width, black);
  }
}

void cut_out(Size size, const Placement& placement, float* values) {
  const int half = placement.cutout / 2;
  const int top = std::clamp(placement.center_y - half, 0, size.height);
  const int bottom = std::clamp(placement.center_y + half, 0, size.height);
  const int left = std::clamp(placement.center_x - half, 0, size.width);
  const int right = std::clamp(placement.center_x + half, 0, size.width);
  for (int y = top; y < bottom; ++y) std::fill(values + y * size.width + left, values + y * size.width + right, 0.0F);
}

}  // namespace

ImageTransform::ImageTransform(const Normalisation& normalisation) {
  for (std::size_t channel = 0; channel < 3; ++channel) {
    const auto mean = static_cast<float>(normalisation.mean[channel]);
    const auto deviation = static_cast<float>(normalisation.deviation[channel]);
    for (std::size_t pixel = 0; pixel < 256; ++pixel) {
      table_[channel][pixel] = (static_cast<float>(pixel) / 255.0F - mean) / deviation;
    }
  }
}

std::size_t ImageTransform::values(const LabelledImages& images) {
  return std::size_t{3} * images.height * images.width;
}

void ImageTransform::write(const LabelledImages& images, std::size_t number, const Placement& placement,
                           float* values) const {
  const Size size{images.height, images.width};
  const std::size_t plane = static_cast<std::size_t>(size.height) * size.width;
  const std::uint8_t* pixels = images.image(number).data();
  for (std::size_t channel = 0; channel < 3; ++channel, values += plane) {
    const std::size_t from = std::min(channel, static_cast<std::size_t>(images.channels) - 1);
    write_plane(pixels + from * plane, size, placement, table_[channel], values);
    if (placement.cutout > 0) cut_out(size, placement, values);
  }
}

}  // namespace cellar::network
