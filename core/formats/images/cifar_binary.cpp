#include "core/formats/images/cifar_binary.hpp"

#include <fmt/format.h>

#include "core/errors.hpp"

namespace cellar {

void append_cifar_binary(LabelledImages& images, std::span<const std::byte> bytes, const CifarRecord& record,
                         const std::string& source) {
  constexpr std::size_t kPixels = std::size_t{3} * 32 * 32;
  const std::size_t record_bytes = record.labels + kPixels;
  const std::size_t count = bytes.size() / record_bytes;
  if (count == 0 || bytes.size() % record_bytes != 0) {
    throw Error(fmt::format("{} has {} bytes, which is no whole number of images of {}: it is damaged or was cut short",
                            source, bytes.size(), record_bytes));
  }
  images.channels = 3;
  images.height = images.width = 32;
  images.pixels.reserve(images.pixels.size() + count * kPixels);
  for (std::size_t i = 0; i < count; ++i) {
    const auto one = bytes.subspan(i * record_bytes, record_bytes);
    const int label = std::to_integer<int>(one[record.which]);
    if (!record.range.contains(label)) {
      throw Error(fmt::format("{}: image {} has the label {}, {} to {} are allowed", source, i, label,
                              record.range.first, record.range.last));
    }
    images.labels.push_back(label);
    const auto* pixels = reinterpret_cast<const std::uint8_t*>(one.data() + record.labels);
    images.pixels.insert(images.pixels.end(), pixels, pixels + kPixels);
  }
}

}  // namespace cellar
