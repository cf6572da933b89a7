#include "core/formats/images/idx.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <cstdint>

#include "core/errors.hpp"

namespace cellar {

namespace {

constexpr std::size_t kWord = 4;

std::uint32_t big_endian(std::span<const std::byte> bytes, std::size_t word) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < kWord; ++i) value = value << 8U | std::to_integer<std::uint32_t>(bytes[kWord * word + i]);
  return value;
}

template <std::size_t Dimensions>
struct Array {
  std::array<std::size_t, Dimensions> shape;
  std::span<const std::byte> values;
};

template <std::size_t Dimensions>
Array<Dimensions> read_array(std::span<const std::byte> bytes, const std::string& source) {
  constexpr std::uint32_t kBytes = 0x800;  // the type of unsigned bytes
  constexpr std::size_t kHeader = kWord * (1 + Dimensions);
  if (bytes.size() < kHeader || big_endian(bytes, 0) != (kBytes | Dimensions)) {
    throw Error(
        fmt::format("{} is no idx file of bytes in {} dimension{}", source, Dimensions, Dimensions == 1 ? "" : "s"));
  }
  Array<Dimensions> array{{}, bytes.subspan(kHeader)};
  std::size_t left = array.values.size();
  bool whole = true;
  for (std::size_t i = Dimensions; i-- > 0;) {  // dividing cannot overflow
    array.shape[i] = big_endian(bytes, 1 + i);
    whole = whole && array.shape[i] > 0 && left % array.shape[i] == 0;
    if (whole) left /= array.shape[i];
  }
  if (!whole || left != 1) {
    throw Error(fmt::format("{}: {} of {} bytes are announced and {} are there: it is damaged or was cut short", source,
                            Dimensions == 1 ? "labels" : "images", fmt::join(array.shape, " x "), array.values.size()));
  }
  return array;
}

}  // namespace

LabelledImages read_idx(const IdxPair& pair) {
  constexpr std::size_t kLargestSide = 1024;
  const auto images = read_array<3>(pair.images, pair.images_source);
  const auto labels = read_array<1>(pair.labels, pair.labels_source);
  if (images.shape[0] != labels.shape[0]) {
    throw Error(fmt::format("{} holds {} images, {} holds {} labels", pair.images_source, images.shape[0],
                            pair.labels_source, labels.shape[0]));
  }
  if (images.shape[1] > kLargestSide || images.shape[2] > kLargestSide) {
    throw Error(fmt::format("{}: images of {} x {}, at most {} are allowed", pair.images_source, images.shape[1],
                            images.shape[2], kLargestSide));
  }
  LabelledImages read;
  read.channels = 1;
  read.height = static_cast<int>(images.shape[1]);
  read.width = static_cast<int>(images.shape[2]);
  const auto* pixels = reinterpret_cast<const std::uint8_t*>(images.values.data());
  read.pixels.assign(pixels, pixels + images.values.size());
  for (const std::byte label : labels.values) read.labels.push_back(std::to_integer<int>(label));
  return read;
}

}  // namespace cellar
