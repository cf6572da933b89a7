#include "core/formats/images/pickled_images.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"
#include "core/formats/images/pickled_array.hpp"
#include "core/formats/pickle/machine.hpp"

namespace cellar {

namespace {

void append_image(std::vector<std::uint8_t>& pixels, const PickledByteArray& data, std::size_t row) {
  if (!data.column_major) {
    const auto image = data.values.subspan(row * data.columns, data.columns);
    pixels.insert(pixels.end(), image.begin(), image.end());
    return;
  }
  for (std::size_t column = 0; column < data.columns; ++column) pixels.push_back(data.at(row, column));
}

void append(LabelledImages& images, const PickleValue& root, const PickledBatch& batch) {
  const PickledByteArray data = read_pickled_byte_array(root.at("data"));
  const auto labels = root.at(batch.labels).items();
  const auto image_bytes = static_cast<std::size_t>(3 * batch.side * batch.side);
  if (data.columns != image_bytes) {
    throw Error(fmt::format("images of {} bytes instead of {}, 3 x {} x {}", data.columns, image_bytes, batch.side,
                            batch.side));
  }
  if (data.rows != labels.size()) throw Error(fmt::format("{} images and {} labels", data.rows, labels.size()));
  images.channels = 3;
  images.height = images.width = batch.side;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const std::int64_t label = labels[i].integer();
    if (!batch.range.contains(label)) {
      throw Error(fmt::format("image {} has the label {}, {} to {} are allowed", i, label, batch.range.first,
                              batch.range.last));
    }
    if (!batch.kept.contains(label)) continue;
    images.labels.push_back(static_cast<int>(label) - batch.kept.first);
    append_image(images.pixels, data, i);
  }
}

}  // namespace

void append_pickled_images(LabelledImages& images, std::span<const std::byte> bytes, const PickledBatch& batch,
                           const std::string& source) {
  PickleMachine machine(bytes, source);
  const PickleValue root = machine.read();  // its errors name the source
  try {
    append(images, root, batch);
  } catch (const Error& error) {
    throw Error(fmt::format("{}: {}", source, error.what()));
  }
}

}  // namespace cellar
