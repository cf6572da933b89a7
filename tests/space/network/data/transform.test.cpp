#include "space/network/data/transform.hpp"

#include <algorithm>
#include <numeric>
#include <set>

#include "core/errors.hpp"
#include "space/network/data/image_data.hpp"
#include "space/network/data/resize.hpp"
#include "space/network/data/toy_images.hpp"
#include "tests/catch.hpp"

namespace cellar {

using namespace network;

namespace {

LabelledImages counting(int channels, int height, int width) {
  LabelledImages images{channels, height, width, {}, {0}};
  images.pixels.resize(images.image_bytes());
  std::iota(images.pixels.begin(), images.pixels.end(), std::uint8_t{1});
  return images;
}

std::vector<float> transformed(const LabelledImages& images, const Placement& placement,
                               const Normalisation& normalisation = {{0, 0, 0}, {1 / 255., 1 / 255., 1 / 255.}}) {
  std::vector<float> values(ImageTransform::values(images));
  ImageTransform(normalisation).write(images, 0, placement, values.data());
  return values;
}

// The same, place by place: where it comes from in the mirrored image, and the arithmetic of ToTensor and Normalize.
std::vector<float> place_by_place(const LabelledImages& images, const Placement& placement,
                                  const Normalisation& normalisation) {
  std::vector<float> values;
  const int half = placement.cutout / 2;
  const auto is_cut = [&](int y, int x) {
    return placement.cutout > 0 && y >= placement.center_y - half && y < placement.center_y + half &&
           x >= placement.center_x - half && x < placement.center_x + half;
  };
  for (std::size_t channel = 0; channel < 3; ++channel) {
    const auto mean = static_cast<float>(normalisation.mean[channel]);
    const auto deviation = static_cast<float>(normalisation.deviation[channel]);
    for (int y = 0; y < images.height; ++y) {
      for (int x = 0; x < images.width; ++x) {
        const int row = y + placement.top, moved = x + placement.left;
        const int column = placement.flip ? images.width - 1 - moved : moved;
        const bool is_inside = row >= 0 && row < images.height && moved >= 0 && moved < images.width;
        const std::size_t plane = std::min(channel, static_cast<std::size_t>(images.channels) - 1);
        const float pixel =
            is_inside ? images.pixels[(plane * images.height + row) * images.width + column] : std::uint8_t{0};
        values.push_back(is_cut(y, x) ? 0 : (pixel / 255 - mean) / deviation);
      }
    }
  }
  return values;
}

}  // namespace

TEST_CASE("Every placement writes what looking up place by place does") {
  const Normalisation normalisation{{0.49, 0.48, 0.44}, {0.24, 0.25, 0.26}};
  Rng rng(1);
  for (const auto& images : {counting(3, 8, 8), counting(1, 6, 9), counting(3, 4, 4)}) {
    for (int i = 0; i < 300; ++i) {
      const Placement placement = draw_placement({.flip = true, .padding = 3, .cutout = i % 3 * 2}, images, rng);
      REQUIRE(transformed(images, placement, normalisation) == place_by_place(images, placement, normalisation));
    }
    REQUIRE(transformed(images, {}, normalisation) == place_by_place(images, {}, normalisation));
  }
}

TEST_CASE("A shift by more than the image leaves black") {
  for (const Placement placement : {Placement{.top = 4}, Placement{.top = -4}}) {
    const auto values = transformed(counting(3, 4, 4), placement);
    REQUIRE(std::all_of(values.begin(), values.end(), [](float value) { return value == 0; }));
  }
}

TEST_CASE("Placements are drawn from the whole range, each equally often") {
  const LabelledImages images = counting(3, 32, 32);
  Rng rng(7);
  const Augmentation augmentation{.padding = 4};
  int flips = 0;
  std::vector<int> tops(9), lefts(9);
  constexpr int kDraws = 9000;
  for (int i = 0; i < kDraws; ++i) {
    const Placement placement = draw_placement(augmentation, images, rng);
    flips += placement.flip ? 1 : 0;
    ++tops.at(static_cast<std::size_t>(placement.top + 4));
    ++lefts.at(static_cast<std::size_t>(placement.left + 4));
    REQUIRE(placement.cutout == 0);
  }
  REQUIRE(std::abs(flips - kDraws / 2) < 5 * 48);  // five standard deviations
  for (const int count : tops) REQUIRE(std::abs(count - 1000) < 5 * 30);
  for (const int count : lefts) REQUIRE(std::abs(count - 1000) < 5 * 30);
}

TEST_CASE("The padding is the original's: 4 of 32 pixels, 2 of 16, and digits are not mirrored") {
  REQUIRE(augmentation_of("cifar10", counting(3, 32, 32)).padding == 4);
  REQUIRE(augmentation_of("ImageNet16-120", counting(3, 16, 16)).padding == 2);
  REQUIRE(augmentation_of("fashion-mnist", counting(1, 28, 28)).flip);
  REQUIRE_FALSE(augmentation_of("mnist", counting(1, 28, 28)).flip);
}

TEST_CASE("A measured normalisation makes the training images' mean 0 and deviation 1") {
  const ImageData toy = make_toy_images(3);
  const ImageTransform transform(toy.normalisation);
  std::vector<float> values(ImageTransform::values(toy.train));
  std::array<double, 3> sums{}, squares{};
  const std::size_t plane = values.size() / 3;
  for (std::size_t i = 0; i < toy.train.size(); ++i) {
    transform.write(toy.train, i, {}, values.data());
    for (std::size_t at = 0; at < values.size(); ++at) {
      sums[at / plane] += static_cast<double>(values[at]);
      squares[at / plane] += static_cast<double>(values[at]) * static_cast<double>(values[at]);
    }
  }
  const auto count = static_cast<double>(toy.train.size() * plane);
  for (std::size_t channel = 0; channel < 3; ++channel) {
    REQUIRE(sums[channel] / count == Approx(0).margin(1e-5));
    REQUIRE(squares[channel] / count == Approx(1).epsilon(1e-5));
  }
  REQUIRE(measured_normalisation(LabelledImages{1, 2, 2, {9, 9, 9, 9}, {0}}).deviation[2] == 1 / 255.);
}

TEST_CASE("A smaller image's pixels are means, with a border of black where 28 become 32") {
  LabelledImages images{1, 8, 8, {}, {5}};
  for (int y = 0; y < 8; ++y) {
    for (int x = 0; x < 8; ++x) images.pixels.push_back(static_cast<std::uint8_t>(10 * y + x));
  }
  const LabelledImages half = resized(images, 4);
  REQUIRE(half.height == 4);
  REQUIRE(half.labels == images.labels);
  REQUIRE(half.pixels[0] == 6);       // of 0, 1, 10, 11: 5.5, halves up
  REQUIRE(half.pixels[5] == 22 + 6);  // of 22, 23, 32, 33
  REQUIRE(resized(images, 8).pixels == images.pixels);
  REQUIRE_THROWS_WITH(resized(images, 5), ContainsSubstring("cannot become 5: 8, 4 can be had"));

  LabelledImages digit{1, 28, 28, std::vector<std::uint8_t>(2 * 28 * 28, 200), {1, 2}};
  digit.pixels[0] = 100;
  REQUIRE(resized(digit, 14).pixels[0] == 175);
  const LabelledImages wide = resized(digit, 32);
  REQUIRE(std::accumulate(wide.pixels.begin(), wide.pixels.end(), 0) ==
          std::accumulate(digit.pixels.begin(), digit.pixels.end(), 0));
  REQUIRE(wide.pixels[2 * 32 + 2] == 100);
  REQUIRE(wide.pixels[1 * 32 + 2] == 0);
  REQUIRE(wide.pixels[32 * 32 + 2 * 32 + 2] == 200);
  const LabelledImages small = resized(digit, 16);
  REQUIRE(small.pixels[0] == 0);
  REQUIRE(small.pixels[16 + 1] == 175);
  REQUIRE_THROWS_WITH(resized(digit, 20), ContainsSubstring("28, 14, 7, 32, 16, 8, 4 can be had"));
}

TEST_CASE("A toy set is the same for a seed, another for another, and its classes are told by their pixels") {
  const ImageData toy = make_toy_images(3), again = make_toy_images(3), other = make_toy_images(4);
  REQUIRE(toy.train.pixels == again.train.pixels);
  REQUIRE(toy.train.pixels != other.train.pixels);
  REQUIRE(std::set<int>(toy.test.labels.begin(), toy.test.labels.end()).size() == 4);
  // The nearest training image of another index has the same label.
  const auto distance = [&](std::size_t a, std::size_t b) {
    const auto first = toy.train.image(a), second = toy.test.image(b);
    return std::inner_product(first.begin(), first.end(), second.begin(), 0, std::plus<>(),
                              [](int x, int y) { return (x - y) * (x - y); });
  };
  for (std::size_t test = 0; test < toy.test.size(); ++test) {
    std::size_t nearest = 0;
    for (std::size_t i = 1; i < toy.train.size(); ++i) {
      if (distance(i, test) < distance(nearest, test)) nearest = i;
    }
    REQUIRE(toy.train.labels[nearest] == toy.test.labels[test]);
  }
}

}  // namespace cellar
