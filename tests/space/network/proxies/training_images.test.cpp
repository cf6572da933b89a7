#include "space/network/proxies/training_images.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <numeric>
#include <set>

#include "core/errors.hpp"
#include "space/nb201.hpp"
#include "space/network/data/search_split.hpp"
#include "space/network/data/toy_images.hpp"
#include "space/network/data/transform.hpp"
#include "tests/catch.hpp"
#include "tests/reference.hpp"

namespace cellar {

namespace {

using network::CellImages;
using network::first_training_images;
using network::TrainingImages;

CellImages toy(const std::string& dataset = "idx") {
  network::ImageData data = network::make_toy_images(1, {.side = 8});
  data.name = dataset.substr(0, dataset.find("-valid"));
  return network::cell_images(dataset, std::move(data));
}

// Which of the set's training images each of them is, unchanged but for its normalisation; -1: none.
std::vector<int> items_of(const TrainingImages& shown, const CellImages& images) {
  const network::ImageTransform transform(images.data->normalisation);
  const std::size_t size = network::ImageTransform::values(images.data->train);
  std::vector<int> items;
  for (std::size_t i = 0; i < shown.labels.size(); ++i) {
    int found = -1;
    for (std::size_t item = 0; item < images.data->train.size(); ++item) {
      std::vector<float> values(size);
      transform.write(images.data->train, item, {}, values.data());
      const bool is_same = std::equal(values.begin(), values.end(), shown.pixels.begin() + i * size) &&
                           images.data->train.labels[item] == shown.labels[i];
      if (is_same) found = static_cast<int>(item);
    }
    items.push_back(found);
  }
  return items;
}

double mean(const std::vector<float>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

// Every proxy has a number of a cell by these images.
void require_scored(const TrainingImages& shown, int batch) {
  const network::ProxySetting setting{
      .skeleton = {.channels = 4, .cells = 1, .classes = shown.classes, .image_size = shown.side}, .batch = batch};
  const network::ProxyScorer scorer(setting, shown.view()), noise(setting);
  const Architecture cell = nb201::parse_cell("|nor_conv_3x3~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|");
  for (const network::Proxy& proxy : network::proxies()) {
    CAPTURE(proxy.name);
    CHECK(std::isfinite(scorer.score(cell, proxy)));
    CHECK((scorer.score(cell, proxy) == noise.score(cell, proxy)) == (proxy.batches == 0));
  }
}

}  // namespace

TEST_CASE("Proxies look at the first training images in an order of the seed, as they are") {
  const CellImages images = toy();
  const TrainingImages shown = first_training_images(images, 7, 1);
  CHECK(shown.set == "idx");
  CHECK(shown.side == 8);
  CHECK(shown.classes == images.data->classes);
  const std::vector<int> items = items_of(shown, images);
  CHECK(items.size() == 14);
  CHECK(std::set(items.begin(), items.end()).size() == 14);
  CHECK(*std::min_element(items.begin(), items.end()) >= 0);
  CHECK_FALSE(std::is_sorted(items.begin(), items.end()));
  CHECK(shown.checksum() == first_training_images(images, 7, 1).checksum());
  CHECK(items_of(first_training_images(images, 7, 2), images) != items);
  const std::vector<int> more = items_of(first_training_images(images, 20, 1), images);
  CHECK(std::equal(items.begin(), items.end(), more.begin()));
  CHECK(first_training_images(images, 1000, 1).labels.size() == images.data->train.size());
}

TEST_CASE("cifar10-valid shows proxies the half of the images that it trains on") {
  const CellImages half = toy("cifar10-valid");
  const std::vector<int>& allowed = half.part("train").items;
  for (const int item : items_of(first_training_images(half, 16, 1), half)) {
    CHECK(std::count(allowed.begin(), allowed.end(), item) == 1);
  }
}

TEST_CASE("The checksum of training images changes with a pixel and a label") {
  TrainingImages shown = first_training_images(toy(), 8, 1);
  std::set<std::uint64_t> sums{shown.checksum()};
  shown.pixels[5] += 1;
  sums.insert(shown.checksum());
  shown.labels[5] += 1;
  sums.insert(shown.checksum());
  CHECK(sums.size() == 3);
}

TEST_CASE("Proxies score cells by recorded images of CIFAR and ImageNet16") {
  const auto folder = test::reference("data/oneshot/data");
  if (folder.empty()) return;
  for (const std::string name : {"cifar10", "cifar100", "ImageNet16-120"}) {
    CAPTURE(name);
    const CellImages images = network::cell_images(name, network::load_images(name, folder, {{.any_count = true}, 0}));
    const TrainingImages shown = first_training_images(images, 4, 1);
    REQUIRE(shown.labels.size() == 8);
    const std::vector<int> items = items_of(shown, images);
    CHECK(*std::min_element(items.begin(), items.end()) >= 0);
    require_scored(shown, 4);
  }
}

TEST_CASE("Proxies score cells by Fashion-MNIST") {
  if (!std::filesystem::exists("/usr/share/datasets/fashion-mnist")) {
    std::cout << "SKIPPED: the package dataset-fashion-mnist is not installed\n";
    return;
  }
  const CellImages images = network::load_cell_images("fashion-mnist", "");
  const TrainingImages shown = first_training_images(images, 64, 0);
  CHECK(shown.labels.size() == 128);
  CHECK(shown.classes == 10);
  CHECK(shown.side == 28);
  CHECK(std::set(shown.labels.begin(), shown.labels.end()).size() == 10);
  CHECK(std::abs(mean(shown.pixels)) < 0.2);  // 128 of them, normalised by the mean of all
  require_scored(shown, 64);
}

}  // namespace cellar
