#include "core/formats/images/image_folder.hpp"

#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>
#include <numeric>

#include "core/errors.hpp"
#include "tests/catch.hpp"
#include "tests/folder.hpp"
#include "tests/formats/images/made_up_images.hpp"
#include "tests/reference.hpp"

namespace cellar {

namespace {

constexpr ImageFolderOptions kPart{.verify = false, .any_count = true};

void write_idx(const std::filesystem::path& folder, const std::vector<int>& labels) {
  std::filesystem::create_directories(folder);
  const auto count = static_cast<std::uint32_t>(labels.size());
  for (const std::string part : {"train", "t10k"}) {
    test::write_file(folder / (part + "-images-idx3-ubyte"), test::idx_images(count, 4, 4));
    test::write_file(folder / (part + "-labels-idx1-ubyte"), test::idx_labels(labels));
  }
}

int sum(const LabelledImages& images, std::size_t i) {
  const auto pixels = images.image(i);
  return std::accumulate(pixels.begin(), pixels.end(), 0);
}

}  // namespace

TEST_CASE("A folder of images may be given as itself or as the one it lies in") {
  const test::TemporaryFolder folder;
  write_idx(folder / "idx", {0, 3, 1});
  const ImageDataset inner = read_image_folder("idx", folder / "idx");
  const ImageDataset outer = read_image_folder("idx", folder.path());
  CHECK(inner.classes == 4);
  CHECK(inner.train.size() == 3);
  CHECK(inner.train.pixels == outer.train.pixels);
  CHECK(inner.test.labels == outer.test.labels);
}

TEST_CASE("Where there is no data, one line says what is expected, where, and where it comes from") {
  const test::TemporaryFolder folder;
  CHECK_THROWS_WITH(read_image_folder("cifar10", folder.path()),
                    ContainsSubstring("no data of cifar10 in " + folder.path().string()) &&
                        ContainsSubstring("data_batch_1") && ContainsSubstring("cifar-10-batches-py/") &&
                        ContainsSubstring("cifar-10-python.tar.gz"));
  CHECK_THROWS_WITH(read_image_folder("fashion-mnist", folder / "absent"), ContainsSubstring("dataset-fashion-mnist"));
  CHECK_THROWS_WITH(read_image_folder("cifar100", ""), ContainsSubstring("no folder was given"));
  CHECK_THROWS_WITH(read_image_folder("cifar-10", folder.path()),
                    ContainsSubstring("unknown data set 'cifar-10' (did you mean 'cifar10'?"));
}

TEST_CASE("A set with a file missing, another count, size or label is refused") {
  const test::TemporaryFolder folder;
  write_idx(folder.path(), {0, 3, 1});
  CHECK_THROWS_WITH(read_image_folder("mnist", folder.path()),
                    ContainsSubstring("holds 3 training images of mnist, which has 60000"));
  CHECK_THROWS_WITH(read_image_folder("mnist", folder.path(), kPart),
                    ContainsSubstring("images of 4 x 4 pixels, those of mnist are 28 x 28"));
  test::write_file(folder / "t10k-labels-idx1-ubyte", test::idx_labels({0, 4, 1}));
  CHECK_THROWS_WITH(read_image_folder("idx", folder.path()),
                    ContainsSubstring("the label 4 occurs among the test images only"));
  std::filesystem::remove(folder / "t10k-labels-idx1-ubyte");
  CHECK_THROWS_WITH(read_image_folder("idx", folder.path()),
                    ContainsSubstring("t10k-labels-idx1-ubyte.gz is missing: a part of idx"));
}

TEST_CASE("Verifying refuses what is not the published file, and what has no published digest") {
  const test::TemporaryFolder folder;
  write_idx(folder.path(), {0, 3, 1});
  CHECK_THROWS_WITH(read_image_folder("mnist", folder.path(), {.verify = true}),
                    ContainsSubstring("train-images-idx3-ubyte is not the published file: its md5 is"));
  CHECK_THROWS_WITH(read_image_folder("idx", folder.path(), {.verify = true}),
                    ContainsSubstring("no md5 of this file is published"));
}

TEST_CASE("Recorded CIFAR and ImageNet files are read as the original reads them, in every version") {
  const auto folder = test::reference("data/oneshot/data");
  if (folder.empty()) return;
  const auto expected = nlohmann::json::parse(test::read_file(folder / "expected.json"));
  for (const auto& [name, below] : {std::pair{"cifar10", "cifar-10-batches-py"},
                                    {"cifar10", "cifar-10-batches-bin"},
                                    {"cifar100", "cifar-100-python"},
                                    {"cifar100", "cifar-100-binary"},
                                    {"ImageNet16-120", "ImageNet16"},
                                    {"ImageNet16-120", "ImageNet16-py3"}}) {
    CAPTURE(name, below);
    const ImageDataset set = read_image_folder(name, folder / below, kPart);
    std::vector<int> labels, sums;
    for (const auto& file : published_set(name).publications.front().train) {
      const auto& recorded = expected.at(name == std::string("ImageNet16-120") ? "ImageNet16" : name).at(file.name);
      for (std::size_t i = 0; i < recorded.at("labels").size(); ++i) {
        const int label = recorded.at("labels")[i];
        const bool is_kept = set.name != "ImageNet16-120" || label <= 120;
        if (!is_kept) continue;
        labels.push_back(set.name == "ImageNet16-120" ? label - 1 : label);
        sums.push_back(recorded.at("sum_per_image")[i]);
      }
    }
    CHECK(set.train.labels == labels);
    REQUIRE(set.train.size() == sums.size());
    for (std::size_t i = 0; i < sums.size(); ++i) REQUIRE(sum(set.train, i) == sums[i]);
    CHECK_THROWS_WITH(read_image_folder(name, folder / below), ContainsSubstring("training images of"));
  }
}

TEST_CASE("Debian's Fashion-MNIST is found, whole and the published one") {
  if (!std::filesystem::exists("/usr/share/datasets/fashion-mnist")) {
    std::cout << "SKIPPED: the package dataset-fashion-mnist is not installed\n";
    return;
  }
  const ImageDataset set = read_image_folder("fashion-mnist", "", {.verify = true});
  CHECK(set.train.size() == 60000);
  CHECK(set.test.size() == 10000);
  CHECK(std::count(set.train.labels.begin(), set.train.labels.end(), 9) == 6000);
}

}  // namespace cellar
