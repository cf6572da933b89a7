#include "space/network/data/resize.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "core/errors.hpp"

namespace cellar::network {

namespace {

constexpr int kMnistSide = 28, kBorder = 2, kLeastSide = 4;

LabelledImages sized(const LabelledImages& images, int side) {
  LabelledImages made{images.channels, side, side, {}, images.labels};
  made.pixels.resize(made.size() * made.image_bytes());
  return made;
}

LabelledImages halved(const LabelledImages& images) {
  LabelledImages made = sized(images, images.height / 2);
  const int side = made.height;
  const std::uint8_t* from = images.pixels.data();
  std::uint8_t* to = made.pixels.data();
  const std::size_t rows = made.pixels.size() / side;  // of all images and channels
  for (std::size_t row = 0; row < rows; ++row, from += 4 * side) {
    const std::uint8_t* below = from + 2 * side;
    for (int x = 0; x < side; ++x) {
      const int sum = from[2 * x] + from[2 * x + 1] + below[2 * x] + below[2 * x + 1];
      *to++ = static_cast<std::uint8_t>((sum + 2) / 4);
    }
  }
  return made;
}

LabelledImages bordered(const LabelledImages& images) {
  LabelledImages made = sized(images, images.height + 2 * kBorder);
  const std::size_t planes = images.size() * images.channels;
  for (std::size_t plane = 0; plane < planes; ++plane) {
    for (int y = 0; y < images.height; ++y) {
      const auto from = images.pixels.begin() + static_cast<std::ptrdiff_t>((plane * images.height + y) * images.width);
      const std::size_t to = (plane * made.height + y + kBorder) * made.width + kBorder;
      std::copy_n(from, images.width, made.pixels.begin() + static_cast<std::ptrdiff_t>(to));
    }
  }
  return made;
}

// Those that halving leads to, with `side` itself.
std::vector<int> sides_from(int side) {
  std::vector<int> sides{side};
  while (sides.back() % 2 == 0 && sides.back() / 2 >= kLeastSide) sides.push_back(sides.back() / 2);
  return sides;
}

}  // namespace

LabelledImages resized(LabelledImages images, int side) {
  if (images.height != images.width) {
    if (side == images.height) return images;
    throw Error(fmt::format("images of {} x {} pixels keep their size", images.height, images.width));
  }
  const auto leads = [&](int from) {
    const auto sides = sides_from(from);
    return std::find(sides.begin(), sides.end(), side) != sides.end();
  };
  if (!leads(images.height) && images.height == kMnistSide && leads(kMnistSide + 2 * kBorder)) {
    images = bordered(images);
  }
  if (!leads(images.height)) {
    auto sides = sides_from(images.height);
    const auto more = images.height == kMnistSide ? sides_from(kMnistSide + 2 * kBorder) : std::vector<int>{};
    sides.insert(sides.end(), more.begin(), more.end());
    throw Error(fmt::format("images of {} pixels cannot become {}: {} can be had", images.height, side,
                            fmt::join(sides, ", ")));
  }
  while (images.height > side) images = halved(images);
  return images;
}

}  // namespace cellar::network
