#include "space/network/data/normalisation.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace cellar::network {

namespace {

constexpr double kWhite = 255;

// The original writes them for pixels from 0 to 255 and divides.
Normalisation of_bytes(const std::array<double, 3>& mean, const std::array<double, 3>& deviation) {
  Normalisation scaled{mean, deviation};
  for (double& value : scaled.mean) value /= kWhite;
  for (double& value : scaled.deviation) value /= kWhite;
  return scaled;
}

}  // namespace

Normalisation normalisation_of(const ImageDataset& set) {
  if (set.name == "cifar10") return of_bytes({125.3, 123.0, 113.9}, {63.0, 62.1, 66.7});
  if (set.name == "cifar100") return of_bytes({129.3, 124.1, 112.4}, {68.2, 65.4, 70.4});
  if (set.name == "ImageNet16-120") return of_bytes({122.68, 116.66, 104.01}, {63.22, 61.26, 65.09});
  return measured_normalisation(set.train);
}

Normalisation measured_normalisation(const LabelledImages& images) {
  std::array<double, 3> mean{}, deviation{};
  const std::size_t plane = static_cast<std::size_t>(images.height) * images.width;
  const auto count = static_cast<double>(images.size() * plane);
  for (std::size_t channel = 0; channel < 3; ++channel) {
    const std::size_t offset = std::min(channel, static_cast<std::size_t>(images.channels) - 1) * plane;
    std::uint64_t sum = 0, squares = 0;  // exact, so that every machine computes the same
    for (std::size_t i = 0; i < images.size(); ++i) {
      for (const std::uint64_t pixel : images.image(i).subspan(offset, plane)) {
        sum += pixel;
        squares += pixel * pixel;
      }
    }
    mean[channel] = static_cast<double>(sum) / count;
    const double variance = static_cast<double>(squares) / count - mean[channel] * mean[channel];
    deviation[channel] = std::max(std::sqrt(std::max(variance, 0.0)), 1.0);
  }
  return of_bytes(mean, deviation);
}

}  // namespace cellar::network
