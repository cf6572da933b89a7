#include "space/network/data/toy_images.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/errors.hpp"
#include "core/random.hpp"

namespace cellar::network {

namespace {

using Pattern = std::vector<int>;

Pattern draw_pattern(std::size_t pixels, Rng& rng) {
  Pattern pattern(pixels);
  for (int& pixel : pattern) pixel = static_cast<int>(rng.below(256));
  return pattern;
}

LabelledImages draw_images(const std::vector<Pattern>& patterns, int count, const ToyOptions& options, Rng& rng) {
  LabelledImages images{3, options.side, options.side, {}, {}};
  for (int i = 0; i < count; ++i) {
    const int label = i % options.classes;
    images.labels.push_back(label);
    for (const int pixel : patterns[static_cast<std::size_t>(label)]) {
      const int noise = static_cast<int>(rng.below(static_cast<std::uint32_t>(2 * options.noise + 1))) - options.noise;
      images.pixels.push_back(static_cast<std::uint8_t>(std::clamp(pixel + noise, 0, 255)));
    }
  }
  return images;
}

}  // namespace

ImageData make_toy_images(std::uint64_t seed, const ToyOptions& options) {
  require(options.classes > 0 && options.side > 0 && options.train > 0 && options.test > 0 && options.noise >= 0,
          "a toy set has images");
  Rng rng(seed);
  std::vector<Pattern> patterns;
  for (int i = 0; i < options.classes; ++i) {
    patterns.push_back(draw_pattern(std::size_t{3} * options.side * options.side, rng));
  }
  ImageDataset set{"toy", options.classes, {}, {}};
  set.train = draw_images(patterns, options.train, options, rng);
  set.test = draw_images(patterns, options.test, options, rng);
  return with_transforms(std::move(set));
}

}  // namespace cellar::network
