#include "space/network/proxies/training_images.hpp"

#include <algorithm>
#include <span>

#include "core/checksum.hpp"
#include "core/random.hpp"
#include "space/network/data/epoch_plan.hpp"
#include "space/network/data/transform.hpp"

namespace cellar::network {

namespace {

constexpr std::uint64_t kOrder = 6;  // stream of the seed; those below it are the scorer's

}  // namespace

std::uint64_t TrainingImages::checksum() const {
  Checksum sum;
  sum.add(std::as_bytes(std::span(pixels)));
  sum.add(std::as_bytes(std::span(labels)));
  return sum.value();
}

TrainingImages first_training_images(const CellImages& images, int batch, std::uint64_t seed) {
  const LabelledImages& all = images.data->train;
  const std::vector<int>& items = images.part("train").items;
  const ImageTransform transform(images.data->normalisation);
  const std::size_t size = ImageTransform::values(all);
  const std::size_t count = std::min(items.size(), kMostBatches * static_cast<std::size_t>(batch));
  const EpochPlan plan(items, true, static_cast<int>(count), derive_seed(seed, kOrder));
  const PlannedBatch first = plan.batch(0, 0);
  TrainingImages shown{images.dataset, images.data->classes, all.height, std::vector<float>(count * size), {}};
  for (std::size_t i = 0; i < count; ++i) {
    const int item = first.item(static_cast<std::int64_t>(i));
    transform.write(all, static_cast<std::size_t>(item), {}, &shown.pixels[i * size]);
    shown.labels.push_back(all.labels[static_cast<std::size_t>(item)]);
  }
  return shown;
}

}  // namespace cellar::network
