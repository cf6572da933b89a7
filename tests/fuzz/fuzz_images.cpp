#include <algorithm>

#include "core/formats/images/cifar_binary.hpp"
#include "core/formats/images/idx.hpp"
#include "core/formats/images/pickled_images.hpp"
#include "core/formats/images/split_file.hpp"
#include "tests/fuzz/target.hpp"

namespace cellar::fuzz {

namespace {

// What was read holds together: every image is there, every label in range.
void inspect(const LabelledImages& images, LabelRange range) {
  require(images.pixels.size() == images.size() * images.image_bytes(), "every image has all of its pixels");
  for (const int label : images.labels) require(range.contains(label), "every label is in range");
}

void read_binary(std::span<const std::byte> bytes, const CifarRecord& record) {
  LabelledImages images;
  append_cifar_binary(images, bytes, record, "input");
  inspect(images, record.range);
}

void read_pickle(std::span<const std::byte> bytes) {
  LabelledImages images;
  append_pickled_images(images, bytes, {"labels", 2, {1, 1000}, {1, 120}}, "input");
  inspect(images, {0, 119});
}

// After a byte that says how many: the labels' bytes, then those of the images.
void read_pair(std::span<const std::byte> bytes) {
  if (bytes.empty()) return;
  const auto size = std::min(std::to_integer<std::size_t>(bytes[0]), bytes.size() - 1);
  inspect(read_idx({bytes.subspan(1 + size), bytes.subspan(1, size), "images", "labels"}), {0, 255});
}

void read_split(std::span<const std::byte> bytes) {
  const auto parts = parse_split({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, "input");
  for (const auto& [name, images] : parts) {
    for (const int image : images) require(image >= 0, "images count from 0");
  }
}

}  // namespace

}  // namespace cellar::fuzz

// A letter for the reader, then a file of images for it.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cellar;
  if (size == 0) return 0;
  const auto bytes = fuzz::bytes_of(data + 1, size - 1);
  fuzz::reads([&] {
    if (data[0] == 'b') fuzz::read_binary(bytes, {1, 0, {0, 9}});
    if (data[0] == 'c') fuzz::read_binary(bytes, {2, 1, {0, 99}});
    if (data[0] == 'p') fuzz::read_pickle(bytes);
    if (data[0] == 'i') fuzz::read_pair(bytes);
    if (data[0] == 's') fuzz::read_split(bytes);
  });
  return 0;
}
