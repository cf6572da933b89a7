#include "space/network/data/host_batch.hpp"

#include <ATen/ATen.h>

#include <algorithm>
#include <array>

namespace cellar::network {

namespace {

constexpr std::int64_t kNumbers = 3;  // in a row of shifts or squares

using Row = std::array<std::int64_t, kNumbers>;

// Whether it is another one than of zeros.
bool set_row(const at::Tensor& rows, std::int64_t place, const Row& row) {
  std::copy(row.begin(), row.end(), rows.data_ptr<std::int64_t>() + place * kNumbers);
  return row != Row{};
}

}  // namespace

NewBatch::NewBatch(const LabelledImages& images, const ImageTransform* transform, std::int64_t size, bool is_pinned)
    : images_(images), transform_(transform) {
  const auto empty = [&](at::IntArrayRef shape, at::ScalarType type) {
    return at::empty(shape, at::TensorOptions(type).pinned_memory(is_pinned));
  };
  batch_.labels = empty({size}, at::kLong);
  if (transform_ != nullptr) {
    batch_.images = empty({size, 3, images.height, images.width}, at::kFloat);
    return;
  }
  batch_.images = empty({size, images.channels, images.height, images.width}, at::kByte);
  batch_.shifts = empty({size, kNumbers}, at::kLong);
  batch_.squares = empty({size, kNumbers}, at::kLong);
}

void NewBatch::set(std::int64_t place, int number, const Placement& placement) {
  const auto image = static_cast<std::size_t>(number);
  batch_.labels.data_ptr<std::int64_t>()[place] = images_.labels[image];
  if (transform_ == nullptr) return set_bytes(place, image, placement);
  const auto values = static_cast<std::int64_t>(ImageTransform::values(images_));
  transform_->write(images_, image, placement, batch_.images.data_ptr<float>() + place * values);
}

void NewBatch::set_bytes(std::int64_t place, std::size_t image, const Placement& placement) {
  const auto pixels = images_.image(image);
  std::copy(pixels.begin(), pixels.end(),
            batch_.images.data_ptr<std::uint8_t>() + place * static_cast<std::int64_t>(pixels.size()));
  const Row shift{placement.flip ? 1 : 0, placement.top, placement.left};
  const Row square{placement.cutout / 2, placement.center_y, placement.center_x};
  if (set_row(batch_.shifts, place, shift)) is_shifted_ = true;
  if (set_row(batch_.squares, place, square)) is_cut_ = true;
}

HostBatch NewBatch::take() {
  if (!is_shifted_) batch_.shifts = at::Tensor();
  if (!is_cut_) batch_.squares = at::Tensor();
  return std::move(batch_);
}

}  // namespace cellar::network
