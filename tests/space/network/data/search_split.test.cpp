#include "space/network/data/search_split.hpp"

#include <algorithm>
#include <set>

#include "core/errors.hpp"
#include "space/network/data/toy_images.hpp"
#include "tests/catch.hpp"
#include "tests/folder.hpp"
#include "tests/reference.hpp"

namespace cellar {

using namespace network;

namespace {

ImageData of(const std::string& name, std::size_t train, std::size_t test) {
  ImageData data;
  data.name = name;
  data.train.labels.resize(train);
  data.test.labels.resize(test);
  return data;
}

// Whether these are all images of a set of that many, each once.
bool cover(std::vector<int> one, const std::vector<int>& other, std::size_t count) {
  one.insert(one.end(), other.begin(), other.end());
  const std::set<int> all(one.begin(), one.end());
  return one.size() == count && all.size() == count && *all.begin() == 0 &&
         *all.rbegin() == static_cast<int>(count) - 1;
}

}  // namespace

TEST_CASE("CIFAR-10 and sets of MNIST's kind are searched on halves of the training images") {
  for (const std::string name : {"cifar10", "fashion-mnist", "idx"}) {
    const SearchSplit split = search_split(of(name, 50000, 10000));
    REQUIRE(split.train.size() == 25000);
    REQUIRE(split.valid.size() == 25000);
    REQUIRE_FALSE(split.valid_is_test);
    REQUIRE(cover(split.train, split.valid, 50000));
    REQUIRE(cover(split.test, {}, 10000));
    REQUIRE(split.origin == "own halves");
  }
}

TEST_CASE("CIFAR-100 and ImageNet16-120 are searched on all training images and half of the test images") {
  const SearchSplit split = search_split(of("cifar100", 50000, 10000));
  REQUIRE(cover(split.train, {}, 50000));
  REQUIRE(split.valid_is_test);
  REQUIRE(split.valid.size() == 5000);
  REQUIRE(cover(split.valid, split.test, 10000));
  REQUIRE(search_split(of("ImageNet16-120", 151700, 6000)).valid.size() == 3000);
}

TEST_CASE("Own halves are the same each time, and stay what they are") {
  const auto first = search_split(of("cifar10", 50000, 10000)), second = search_split(of("cifar10", 50000, 10000));
  REQUIRE(first.train == second.train);
  const std::vector<int> begin(first.train.begin(), first.train.begin() + 12);
  REQUIRE(begin == std::vector{4, 10, 15, 21, 24, 25, 26, 27, 30, 34, 36, 37});
}

TEST_CASE("A file's parts are taken as they stand there, the original's own names found beside the data") {
  const test::TemporaryFolder folder;
  test::write_file(folder / "cifar-split.txt", R"({"train": ["int", ["3", "0"]], "valid": ["int", ["1"]]})");
  std::filesystem::create_directory(folder / "inner");
  for (const auto& below : {folder.path(), folder / "inner"}) {
    const auto file = find_split_file("cifar10", below);
    REQUIRE(file == folder / "cifar-split.txt");
    const SearchSplit split = search_split(of("cifar10", 4, 2), file);
    REQUIRE(split.train == std::vector{3, 0});
    REQUIRE(split.valid == std::vector{1});
    REQUIRE(split.origin == file.string());
  }
  REQUIRE(find_split_file("cifar100", folder.path()).empty());
  REQUIRE(find_split_file("fashion-mnist", folder.path()).empty());
}

TEST_CASE("A file whose parts do not fit the images is refused by part and image") {
  const test::TemporaryFolder folder;
  const auto file = folder / "split";
  const auto complaint = [&](const std::string& text) {
    test::write_file(file, text);
    try {
      search_split(of("cifar10", 4, 2), file);
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  REQUIRE(complaint(R"({"train": [0, 1], "valid": [2, 3]})").empty());
  REQUIRE_THAT(complaint(R"({"train": [0, 1], "valid": [2, 4]})"),
               ContainsSubstring("the part 'valid' names image 4, there are 0 to 3"));
  REQUIRE_THAT(complaint(R"({"train": [0, 1], "valid": [2, 1]})"),
               ContainsSubstring("image 1 is in 'train' and again in 'valid'"));
  REQUIRE_THAT(complaint(R"({"train": [0, 1], "valid": []})"), ContainsSubstring("'valid' has no images"));
  REQUIRE_THAT(complaint(R"({"train": [0, 1], "xvalid": [2]})"), ContainsSubstring("has no part 'valid'"));
}

TEST_CASE("The original's files of the test sets make the original's search sets") {
  const auto folder = test::reference("data/splits");
  if (folder.empty()) return;
  const SearchSplit cifar = search_split(of("cifar100", 50000, 10000), find_split_file("cifar100", folder));
  REQUIRE(cifar.valid.size() == 5000);
  REQUIRE(cifar.valid[2] == 4);
  REQUIRE(cover(cifar.valid, cifar.test, 10000));
  const SearchSplit imagenet =
      search_split(of("ImageNet16-120", 151700, 6000), find_split_file("ImageNet16-120", folder));
  REQUIRE(imagenet.valid.size() == 3000);
  REQUIRE(cover(imagenet.valid, imagenet.test, 6000));
}

}  // namespace cellar
