#include "space/network/data/device_transform.hpp"

#include <ATen/ATen.h>

#include "space/network/data/image_loader.hpp"
#include "space/network/data/search_loader.hpp"
#include "space/network/device.hpp"
#include "space/network/image_source.hpp"
#include "space/network/upload.hpp"
#include "tests/space/network/separate_device.hpp"
#include "tests/space/network/step_observer.hpp"
// torch comes first: its CHECK is not Catch2's, so that these tests use REQUIRE alone.
#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <vector>

#include "core/random.hpp"
#include "tests/catch.hpp"

namespace cellar {

using namespace network;

namespace {

struct Size {
  int channels, height, width;
};

LabelledImages random_images(Size size, int count, Rng& rng) {
  LabelledImages images{size.channels, size.height, size.width, {}, {}};
  for (int i = 0; i < count; ++i) images.labels.push_back(i % 3);
  images.pixels.resize(images.size() * images.image_bytes());
  for (std::uint8_t& pixel : images.pixels) pixel = static_cast<std::uint8_t>(rng.below(256));
  return images;
}

std::vector<at::Device> devices() {
  std::vector<at::Device> all = {test::separate_device()};
  for (const std::string& name : available_devices()) all.emplace_back(name);
  return all;
}

// Their bits: zeros of either sign differ.
bool same(const at::Tensor& a, const at::Tensor& b) {
  return a.scalar_type() == b.scalar_type() && a.cpu().view(at::kByte).equal(b.cpu().view(at::kByte));
}

// All mirrored and shifted images, by up to the whole image.
std::vector<Placement> shifts_of(const LabelledImages& images) {
  std::vector<Placement> all;
  for (const bool flip : {false, true}) {
    for (int top = -images.height - 1; top <= images.height + 1; ++top) {
      for (int left = -images.width; left <= images.width; ++left) all.push_back({flip, top, left});
    }
  }
  return all;
}

std::vector<Placement> with_squares(const std::vector<Placement>& shifts, const LabelledImages& images) {
  std::vector<Placement> all;
  for (const Placement& shift : shifts) {
    for (const int cutout : {1, 2, 3, 4, 2 * std::max(images.height, images.width)}) {
      for (int y = 0; y < images.height; ++y) {
        for (int x = 0; x < images.width; ++x) all.push_back({shift.flip, shift.top, shift.left, cutout, y, x});
      }
    }
  }
  return all;
}

const Normalisation kNormalisation{{0.49, 0.48, 0.44}, {0.24, 0.25, 0.26}};

HostBatch made(const LabelledImages& images, const ImageTransform* transform, const std::vector<Placement>& all) {
  NewBatch batch(images, transform, static_cast<std::int64_t>(all.size()), false);
  for (std::size_t i = 0; i < all.size(); ++i) {
    batch.set(static_cast<std::int64_t>(i), static_cast<int>(i % images.size()), all[i]);
  }
  return batch.take();
}

HostBatch uploaded(const HostBatch& host, at::Device device) {
  const auto placed = [&](const at::Tensor& tensor) { return tensor.defined() ? upload(tensor, device) : tensor; };
  return {placed(host.images), placed(host.shifts), placed(host.squares), placed(host.labels)};
}

void require_equal_everywhere(const LabelledImages& images, const std::vector<Placement>& placements) {
  const ImageTransform transform(kNormalisation);
  const at::Tensor expected = made(images, &transform, placements).images;
  const HostBatch bytes = made(images, nullptr, placements);
  REQUIRE(bytes.images.scalar_type() == at::kByte);
  for (const at::Device device : devices()) {
    CAPTURE(device.str(), images.channels, images.height, images.width);
    const at::Tensor own = DeviceTransform(transform, device)(uploaded(bytes, device));
    REQUIRE(own.device().type() == device.type());
    REQUIRE(own.is_contiguous());
    REQUIRE(own.sizes() == expected.sizes());
    REQUIRE(same(own, expected));
  }
}

// A set in which images are mirrored, shifted and cut; the last batches are smaller.
std::shared_ptr<const ImageData> varied_set(Size size, int cutout) {
  Rng rng(3);
  ImageDataset set{"made-up", 3, random_images(size, 50, rng), random_images(size, 13, rng)};
  ImageData data = with_transforms(std::move(set));
  data.augmentation = {.flip = true, .padding = 2, .cutout = cutout};
  return std::make_shared<const ImageData>(std::move(data));
}

constexpr std::array<Size, 3> kSizes = {{{3, 4, 4}, {1, 5, 3}, {3, 3, 6}}};

// Loaders that make their batches from bytes, on every device that is here.
std::vector<LoaderOptions> on_devices(const LoaderOptions& options) {
  std::vector<LoaderOptions> all;
  for (const at::Device device : devices()) {
    all.push_back(options);
    all.back().device = device;
    all.back().on_device = true;
  }
  return all;
}

}  // namespace

TEST_CASE("Every placement becomes on every device what it becomes on the host, to the bit") {
  Rng rng(1);
  for (const Size size : kSizes) {
    const LabelledImages images = random_images(size, 7, rng);
    const std::vector<Placement> shifts = shifts_of(images);
    require_equal_everywhere(images, shifts);
    require_equal_everywhere(images, with_squares(shifts, images));
    require_equal_everywhere(images, with_squares({{}}, images));
    require_equal_everywhere(images, {{}, {}});
  }
}

TEST_CASE("Bytes whose images are shown as they are have no placements") {
  Rng rng(1);
  const LabelledImages images = random_images({1, 4, 4}, 2, rng);
  const HostBatch plain = made(images, nullptr, {{}, {}}), moved = made(images, nullptr, {{}, {.left = 1}});
  REQUIRE_FALSE(plain.shifts.defined());
  REQUIRE_FALSE(plain.squares.defined());
  REQUIRE(moved.shifts.equal(at::tensor({0, 0, 0, 0, 0, 1}, at::kLong).view({2, 3})));
  REQUIRE_FALSE(moved.squares.defined());
  REQUIRE(made(images, nullptr, {{.cutout = 4}}).squares.equal(at::tensor({2, 0, 0}, at::kLong).view({1, 3})));
}

TEST_CASE("Nothing of a batch is waited for where it is made on a device") {
  Rng rng(1);
  const ImageTransform transform(kNormalisation);
  const LabelledImages images = random_images({3, 4, 4}, 2, rng);
  const HostBatch bytes = made(images, nullptr, {{true, 1, 1, 2, 1, 1}, {}});
  for (const at::Device device : devices()) {
    const DeviceTransform on_device(transform, device);
    const test::StepObserver observer;
    on_device(uploaded(bytes, device));
    REQUIRE(test::StepObserver::seen().functions > 10);
    REQUIRE(test::StepObserver::seen().reads == 0);
  }
}

TEST_CASE("A search's batches are the same to the bit, made on the host or on any device") {
  for (const Size size : kSizes) {
    for (const int cutout : {0, 3, 4}) {
      const auto data = varied_set(size, cutout);
      const SearchSplit split = search_split(*data);
      const SearchLoader host(data, split, {.batch = 8, .seed = 9});
      for (const LoaderOptions& options : on_devices({.batch = 8, .seed = 9, .threads = cutout % 3})) {
        CAPTURE(options.device.str(), cutout, size.height, size.width);
        const SearchLoader loader(data, split, options);
        auto stream = loader.epoch(2, 1);
        for (std::int64_t step = 1; step < host.steps(); ++step) {
          const SearchBatch expected = host.batch(2, step), own = *stream.next(), again = loader.batch(2, step);
          REQUIRE(expected.base_x.size(0) == (step == 3 ? 1 : 8));
          REQUIRE(own.arch_x.device().type() == options.device.type());
          for (const SearchBatch& one : {own, again}) {
            REQUIRE(same(one.base_x, expected.base_x));
            REQUIRE(same(one.arch_x, expected.arch_x));
            REQUIRE(same(one.base_y, expected.base_y));
            REQUIRE(same(one.arch_y, expected.arch_y));
          }
        }
        REQUIRE_FALSE(stream.next());
      }
    }
  }
}

TEST_CASE("Batches for training and evaluation are the same to the bit, made on the host or on any device") {
  for (const Size size : kSizes) {
    const auto data = varied_set(size, 4);
    const SearchSplit split = search_split(*data);
    const auto loaders = [&](const LoaderOptions& options) {
      return std::vector{training_loader(data, options), validation_loader(data, split, options),
                         validation_loader(data, split, options, true), test_loader(data, split, options)};
    };
    const LoaderOptions on_host{.batch = 8, .seed = 9};
    const std::vector<ImageLoader> host = loaders(on_host);
    for (const LoaderOptions& options : on_devices(on_host)) {
      const std::vector<ImageLoader> own = loaders(options);
      for (std::size_t i = 0; i < host.size(); ++i) {
        CAPTURE(options.device.str(), i, size.height, size.width);
        auto stream = own[i].epoch(1);
        const BatchSource source = image_source(own[i], {});
        for (std::int64_t step = 0; step < host[i].steps(); ++step) {
          const Batch expected = host[i].batch(1, step), batch = *stream.next();
          REQUIRE(batch.images.device().type() == options.device.type());
          REQUIRE(same(batch.images, expected.images));
          REQUIRE(same(batch.labels, expected.labels));
          REQUIRE(same(own[i].batch(1, step).images, expected.images));
          REQUIRE(same(source.batch(1, static_cast<int>(step)).images, expected.images));
        }
      }
    }
  }
}

TEST_CASE("Images that were made on the host go to a device as they are") {
  const auto data = varied_set({3, 4, 4}, 4);
  const at::Device device = test::separate_device();
  const Batch expected = training_loader(data, {.batch = 8}).batch(0, 1);
  const Batch own = training_loader(data, {.batch = 8, .device = device, .on_device = false}).batch(0, 1);
  REQUIRE(own.images.device() == device);
  REQUIRE(same(own.images, expected.images));
  REQUIRE(same(own.labels, expected.labels));
}

}  // namespace cellar
