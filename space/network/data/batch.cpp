#include "space/network/data/batch.hpp"

#include <ATen/ATen.h>

namespace cellar::network {

NewBatch::NewBatch(const LabelledImages& images, const ImageTransform& transform, std::int64_t size)
    : images_(images),
      transform_(transform),
      batch_{at::empty({size, 3, images.height, images.width}, at::kFloat), at::empty({size}, at::kLong)},
      values_(batch_.images.data_ptr<float>()),
      labels_(batch_.labels.data_ptr<std::int64_t>()) {}

void NewBatch::set(std::int64_t place, int number, const Placement& placement) {
  const auto image = static_cast<std::size_t>(number);
  transform_.write(images_, image, placement,
                   values_ + place * static_cast<std::int64_t>(ImageTransform::values(images_)));
  labels_[place] = images_.labels[image];
}

}  // namespace cellar::network
