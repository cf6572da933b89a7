#include "space/network/data/device_transform.hpp"

#include <ATen/ATen.h>

#include <algorithm>

#include "space/network/upload.hpp"

namespace cellar::network {

namespace {

constexpr std::int64_t kBytes = 256;

// Column `number` of rows of numbers, [N, 1].
at::Tensor column(const at::Tensor& rows, std::int64_t number) { return rows.slice(1, number, number + 1); }

at::Tensor arange(std::int64_t count, const at::Tensor& like) { return at::arange(count, like.options()); }

// What holds of rows, [N, H], and of columns, [N, W], as masks of images: [N, 1, H, 1] and [N, 1, 1, W].
at::Tensor of_rows(const at::Tensor& mask) { return mask.unsqueeze(1).unsqueeze(3); }
at::Tensor of_columns(const at::Tensor& mask) { return mask.unsqueeze(1).unsqueeze(2); }

// Mirrored, then shifted, with bytes of 0 from beyond the image. `pixels`: [N, C, H, W].
at::Tensor shifted(const at::Tensor& pixels, const at::Tensor& shifts) {
  const std::int64_t height = pixels.size(2), width = pixels.size(3);
  const at::Tensor y = arange(height, shifts) + column(shifts, 1);        // [N, H]
  const at::Tensor mirrored = arange(width, shifts) + column(shifts, 2);  // [N, W]
  const at::Tensor x = mirrored + column(shifts, 0) * (width - 1 - 2 * mirrored);
  const at::Tensor near_y = y.clamp(0, height - 1), near_x = x.clamp(0, width - 1);
  const at::Tensor from = near_y.unsqueeze(2) * width + near_x.unsqueeze(1);  // [N, H, W]
  const at::Tensor index = from.flatten(1).unsqueeze(1).expand({-1, pixels.size(1), -1});
  const at::Tensor is_beyond = of_rows(y.ne(near_y)).logical_or(of_columns(x.ne(near_x)));
  return pixels.flatten(2).gather(2, index).view(pixels.sizes()).masked_fill_(is_beyond, 0);
}

// Whether each of `length` places is within half a side of the square's center, [N, length].
at::Tensor is_near(std::int64_t length, const at::Tensor& center, const at::Tensor& half) {
  const at::Tensor distance = arange(length, center) - center;
  return distance.ge(-half).logical_and(distance.lt(half));
}

void cut_out(const at::Tensor& images, const at::Tensor& squares) {
  const at::Tensor half = column(squares, 0);
  const at::Tensor rows = is_near(images.size(2), column(squares, 1), half);
  const at::Tensor columns = is_near(images.size(3), column(squares, 2), half);
  images.masked_fill_(of_rows(rows).logical_and(of_columns(columns)), 0);
}

}  // namespace

DeviceTransform::DeviceTransform(const ImageTransform& transform, at::Device device) {
  const auto& table = transform.table();
  const at::Tensor host = at::empty({static_cast<std::int64_t>(table.size()), kBytes}, at::kFloat);
  float* values = host.data_ptr<float>();
  for (const auto& channel : table) values = std::copy(channel.begin(), channel.end(), values);
  table_ = upload(host.flatten(), device);
}

at::Tensor DeviceTransform::operator()(const HostBatch& batch) const {
  const at::Tensor bytes = batch.shifts.defined() ? shifted(batch.images, batch.shifts) : batch.images;
  const at::Tensor channel = at::arange(0, table_.size(0), kBytes, table_.options().dtype(at::kLong));
  const at::Tensor index = bytes + channel.view({1, -1, 1, 1});  // [N, 3, H, W], of grey images, too
  at::Tensor images = table_.index_select(0, index.flatten()).view(index.sizes());
  if (batch.squares.defined()) cut_out(images, batch.squares);
  return images;
}

}  // namespace cellar::network
