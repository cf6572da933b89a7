#include <ATen/ATen.h>

#include "space/network/data/image_loader.hpp"
#include "space/network/data/search_loader.hpp"
// torch comes first: its CHECK is not Catch2's, so that these tests use REQUIRE alone.
#include <algorithm>
#include <map>
#include <set>
#include <thread>

#include "space/network/data/toy_images.hpp"
#include "tests/catch.hpp"

namespace cellar {

using namespace network;

namespace {

// Images whose first pixel tells their number, all of one grey, so that neither mirroring nor normalising hides it.
std::shared_ptr<const ImageData> numbered(int train, int test, int side = 8) {
  ImageDataset set{"fashion-mnist", 10, {1, side, side, {}, {}}, {1, side, side, {}, {}}};
  const auto fill = [&](LabelledImages& images, int count, int offset) {
    for (int i = 0; i < count; ++i) {
      images.pixels.insert(images.pixels.end(), images.image_bytes(), static_cast<std::uint8_t>(i + offset));
      images.labels.push_back(i % 10);
    }
  };
  fill(set.train, train, 0);
  fill(set.test, test, 100);
  ImageData data = with_transforms(std::move(set));
  data.normalisation = {{0, 0, 0}, {1 / 255., 1 / 255., 1 / 255.}};
  return std::make_shared<const ImageData>(std::move(data));
}

std::vector<int> numbers(const at::Tensor& images) {
  std::vector<int> found;
  for (std::int64_t i = 0; i < images.size(0); ++i) {
    found.push_back(static_cast<int>(images[i].max().item<float>() + 0.5F));  // the border may be black
  }
  return found;
}

SearchSplit halves(const ImageData& data) {
  SearchSplit split;
  for (int i = 0; i < static_cast<int>(data.train.size()); ++i) (i % 2 == 0 ? split.train : split.valid).push_back(i);
  for (int i = 0; i < static_cast<int>(data.test.size()); ++i) split.test.push_back(i);
  return split;
}

bool equal(const SearchBatch& a, const SearchBatch& b) {
  return at::equal(a.base_x, b.base_x) && at::equal(a.base_y, b.base_y) && at::equal(a.arch_x, b.arch_x) &&
         at::equal(a.arch_y, b.arch_y);
}

}  // namespace

TEST_CASE("Every training image comes once an epoch, the last batch smaller, with its label") {
  const auto data = numbered(100, 10);
  const SearchLoader loader(data, halves(*data), {.batch = 16, .seed = 5, .threads = 2});
  REQUIRE(loader.steps() == 4);
  std::multiset<int> seen;
  std::vector<std::int64_t> sizes;
  auto stream = loader.epoch(3);
  while (const auto batch = stream.next()) {
    REQUIRE(batch->base_x.scalar_type() == at::kFloat);
    REQUIRE(batch->base_y.scalar_type() == at::kLong);
    REQUIRE(batch->base_x.sizes() == at::IntArrayRef{batch->base_y.size(0), 3, 8, 8});
    REQUIRE(batch->arch_x.sizes() == batch->base_x.sizes());
    sizes.push_back(batch->base_x.size(0));
    const auto found = numbers(batch->base_x);
    for (std::size_t i = 0; i < found.size(); ++i) {
      REQUIRE(batch->base_y[static_cast<std::int64_t>(i)].item<std::int64_t>() == found[i] % 10);
    }
    seen.insert(found.begin(), found.end());
  }
  REQUIRE(sizes == std::vector<std::int64_t>{16, 16, 16, 2});
  std::multiset<int> all;
  for (int i = 0; i < 100; i += 2) all.insert(i);
  REQUIRE(seen == all);
}

TEST_CASE("Images for the architecture come with replacement from the validation images alone") {
  const auto data = numbered(100, 10);
  const SearchLoader loader(data, halves(*data), {.batch = 50});
  std::map<int, int> counts;
  for (int epoch = 0; epoch < 40; ++epoch) {
    const SearchBatch batch = loader.batch(epoch, 0);
    const auto found = numbers(batch.arch_x);
    for (std::size_t i = 0; i < found.size(); ++i) {
      REQUIRE(found[i] % 2 == 1);
      REQUIRE(batch.arch_y[static_cast<std::int64_t>(i)].item<std::int64_t>() == found[i] % 10);
      ++counts[found[i]];
    }
    REQUIRE(std::set<int>(found.begin(), found.end()).size() < 50);  // 50 draws of 50 without a repetition: 1e-21
  }
  REQUIRE(counts.size() == 50);
  for (const auto& [number, count] : counts) REQUIRE(std::abs(count - 40) < 5 * 6.3);
}

TEST_CASE("Where the validation images are test images, those are shown") {
  const auto data = numbered(20, 10);
  SearchSplit split = halves(*data);
  split.valid = {2, 7};
  split.valid_is_test = true;
  const SearchLoader loader(data, split, {.batch = 10});
  for (const int number : numbers(loader.batch(0, 0).arch_x)) REQUIRE((number == 102 || number == 107));
  for (const int number : numbers(validation_loader(data, split, {}).batch(0, 0).images)) {
    REQUIRE((number == 102 || number == 107));
  }
}

TEST_CASE("Batches are the same to the byte for any number of threads, and from any step on") {
  const auto data = std::make_shared<const ImageData>(make_toy_images(1, {.side = 16, .train = 200}));
  const SearchSplit split = search_split(*data);
  const SearchLoader alone(data, split, {.batch = 8, .seed = 9, .threads = 0});
  for (const int threads : {0, 1, 2, 4}) {
    const SearchLoader loader(data, split, {.batch = 8, .seed = 9, .threads = threads});
    for (const std::int64_t from : {std::int64_t{0}, std::int64_t{5}, loader.steps()}) {
      auto stream = loader.epoch(2, from);
      std::int64_t step = from;
      while (const auto batch = stream.next()) {
        REQUIRE(equal(*batch, alone.batch(2, step++)));
        REQUIRE(stream.position() == step);
        if (step % 3 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(2));  // the window fills
      }
      REQUIRE(step == loader.steps());
    }
  }
}

TEST_CASE("Epochs and seeds differ, in order and in augmentation") {
  const auto data = std::make_shared<const ImageData>(make_toy_images(1, {.side = 16, .train = 64}));
  const auto images = [&](std::uint64_t seed, std::int64_t epoch) {
    return training_loader(data, {.batch = 64, .seed = seed}).batch(epoch, 0).images;
  };
  REQUIRE(at::equal(images(1, 0), images(1, 0)));
  REQUIRE_FALSE(at::equal(images(1, 0), images(1, 1)));
  REQUIRE_FALSE(at::equal(images(1, 0), images(2, 0)));
  const auto flat = numbered(64, 1);
  const auto order = [&](std::int64_t epoch) {
    return numbers(training_loader(flat, {.batch = 64, .seed = 1}).batch(epoch, 0).images);
  };
  REQUIRE(order(0) != order(1));
}

TEST_CASE("Validation images come as they are, or cropped and flipped, in the same order") {
  const auto data = std::make_shared<const ImageData>(make_toy_images(2, {.side = 16, .test = 20}));
  const SearchSplit split = search_split(*data);
  const LoaderOptions all{.batch = 200, .seed = 3};
  const Batch plain = validation_loader(data, split, all).batch(0, 0);
  const Batch augmented = validation_loader(data, split, all, true).batch(0, 0);
  REQUIRE(at::equal(plain.labels, augmented.labels));
  REQUIRE(at::equal(plain.images, validation_loader(data, split, all, false).batch(0, 0).images));
  REQUIRE_FALSE(at::equal(plain.images, augmented.images));
}

TEST_CASE("Test images come in their order and unchanged, training images of a found cell augmented") {
  const auto data = std::make_shared<const ImageData>(make_toy_images(2, {.side = 16, .test = 20}));
  const ImageLoader loader = test_loader(data, search_split(*data), {.batch = 16});
  for (const std::int64_t epoch : {0, 1}) {
    std::int64_t at = 0;
    auto stream = loader.epoch(epoch);
    while (const auto batch = stream.next()) {
      for (std::int64_t i = 0; i < batch->images.size(0); ++i, ++at) {
        at::Tensor expected = at::empty({3, 16, 16});
        ImageTransform(data->normalisation)
            .write(data->test, static_cast<std::size_t>(at), {}, expected.data_ptr<float>());
        REQUIRE(at::equal(batch->images[i], expected));
      }
    }
    REQUIRE(at == 20);
  }
  const at::Tensor varied = training_loader(data, {.batch = 96}).batch(0, 0).images;
  REQUIRE_FALSE(at::equal(varied, training_loader(data, {.batch = 96}).batch(1, 0).images));
}

TEST_CASE("Streams may be left early and outlive their loader") {
  const auto data = numbered(100, 10);
  auto stream = SearchLoader(data, halves(*data), {.batch = 4, .threads = 2}).epoch(0);
  REQUIRE(stream.next());
  auto other = validation_loader(data, halves(*data), {.batch = 4, .threads = 4}).epoch(0);
  REQUIRE(other.next());
}

}  // namespace cellar
