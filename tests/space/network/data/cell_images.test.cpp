#include "space/network/data/cell_images.hpp"

#include <algorithm>
#include <set>

#include "core/errors.hpp"
#include "space/network/data/search_split.hpp"
#include "space/network/data/toy_images.hpp"
#include "tests/catch.hpp"
#include "tests/folder.hpp"

namespace cellar {

namespace {

using network::CellImages;

network::ImageData toy(const std::string& name, int side = 4) {
  network::ImageData data = network::make_toy_images(1, {.side = side});
  data.name = name;
  return data;
}

CellImages images_of(const std::string& dataset, const std::string& set, int most = 0) {
  return network::cell_images(dataset, toy(set), {}, most);
}

std::vector<std::string> names(const CellImages& images) {
  std::vector<std::string> names;
  for (const auto& part : images.parts) names.push_back(part.name);
  return names;
}

std::vector<int> all(int count) {
  std::vector<int> items;
  for (int i = 0; i < count; ++i) items.push_back(i);
  return items;
}

}  // namespace

TEST_CASE("cifar10 and sets like it train on all training images and test on all test images") {
  for (const std::string set : {"cifar10", "fashion-mnist", "mnist", "idx"}) {
    const CellImages images = images_of(set, set);
    REQUIRE(names(images) == std::vector<std::string>{"train", "test"});
    REQUIRE(images.part("train").items == all(96));
    REQUIRE(images.part("test").items == all(48));
    REQUIRE(images.part("test").of_test);
  }
}

TEST_CASE("cifar10-valid trains on the half of the images that a search's weights see, and the other half is valid") {
  for (const std::string set : {"cifar10", "fashion-mnist"}) {
    const CellImages images = images_of(set + "-valid", set);
    const network::SearchSplit split = network::search_split(toy(set));
    REQUIRE(names(images) == std::vector<std::string>{"train", "valid", "test"});
    REQUIRE(images.part("train").items == split.train);
    REQUIRE(images.part("valid").items == split.valid);
    REQUIRE_FALSE(images.part("valid").of_test);
    REQUIRE(images.part("test").items == all(48));
  }
}

TEST_CASE("cifar100 and ImageNet16-120 train on all and are judged on the halves of their test images") {
  for (const std::string set : {"cifar100", "ImageNet16-120"}) {
    const CellImages images = images_of(set, set);
    REQUIRE(images.part("train").items == all(96));
    std::vector<int> both = images.part("valid").items;
    REQUIRE(both.size() == 24);
    REQUIRE(images.part("valid").of_test);
    REQUIRE(images.part("test").of_test);
    both.insert(both.end(), images.part("test").items.begin(), images.part("test").items.end());
    std::sort(both.begin(), both.end());
    REQUIRE(both == all(48));
  }
}

TEST_CASE("The original's halves are taken from their file") {
  const test::TemporaryFolder folder;
  std::string train, valid;
  for (int i = 0; i < 96; ++i) (i < 40 ? train : valid) += (i == 0 || i == 40 ? "" : ", ") + std::to_string(i);
  test::write_file(folder / "cifar-split.txt",
                   "{\"train\": [\"int\", [" + train + "]], \"valid\": [\"int\", [" + valid + "]]}");
  const CellImages images = network::cell_images("cifar10-valid", toy("cifar10"), folder / "cifar-split.txt");
  REQUIRE(images.part("train").items == all(40));
  REQUIRE(images.part("valid").items.front() == 40);
}

TEST_CASE("Fewer images are the first of each part") {
  const CellImages whole = images_of("cifar10-valid", "cifar10"), few = images_of("cifar10-valid", "cifar10", 5);
  for (const auto& part : few.parts) {
    const std::vector<int>& items = whole.part(part.name).items;
    REQUIRE(part.items == std::vector<int>(items.begin(), items.begin() + 5));
  }
  REQUIRE(images_of("cifar10-valid", "cifar10", 1000).checksum() == whole.checksum());
}

TEST_CASE("The checksum of images changes with a pixel, a label and a part") {
  std::set<std::uint64_t> sums;
  sums.insert(images_of("cifar10", "cifar10").checksum());
  sums.insert(images_of("cifar10-valid", "cifar10").checksum());
  sums.insert(images_of("cifar10", "cifar10", 20).checksum());
  network::ImageData data = toy("cifar10");
  data.test.pixels.back() ^= 1;
  sums.insert(network::cell_images("cifar10", data).checksum());
  data = toy("cifar10");
  data.train.labels.front() ^= 1;
  sums.insert(network::cell_images("cifar10", data).checksum());
  REQUIRE(sums.size() == 5);
  REQUIRE(sums.contains(images_of("cifar10", "cifar10").checksum()));
}

TEST_CASE("Parts that a set does not have, and images that networks cannot read, are refused") {
  REQUIRE_THROWS_WITH(images_of("cifar10", "cifar10").part("valid"),
                      ContainsSubstring("only train and test; cifar10-valid has one"));
  REQUIRE_THROWS_WITH(images_of("cifar100-valid", "cifar100"), ContainsSubstring("validation images of its own"));
  REQUIRE_THROWS_WITH(network::cell_images("idx", toy("idx", 6)),
                      ContainsSubstring("images of 6 x 6 pixels") && ContainsSubstring("--side"));
  REQUIRE_THROWS_WITH(network::load_cell_images("cifar-10", {}), ContainsSubstring("did you mean 'cifar10'?"));
  const test::TemporaryFolder folder;
  REQUIRE_THROWS_WITH(network::load_cell_images("cifar10-valid", folder / "x"),
                      ContainsSubstring("no data of cifar10") && ContainsSubstring("https://"));
}

}  // namespace cellar
