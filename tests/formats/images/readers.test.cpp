#include "core/errors.hpp"
#include "core/formats/images/cifar_binary.hpp"
#include "core/formats/images/idx.hpp"
#include "core/formats/images/pickled_images.hpp"
#include "tests/catch.hpp"
#include "tests/formats/bytes.hpp"
#include "tests/formats/images/made_up_images.hpp"

namespace cellar {

using test::bytes_of;

namespace {

constexpr std::size_t kCifarPixels = 3072;

LabelledImages read_binary(const std::string& bytes, const CifarRecord& record = {}) {
  LabelledImages images;
  append_cifar_binary(images, bytes_of(bytes), record, "batch");
  return images;
}

LabelledImages read_pickle(const std::string& bytes, const PickledBatch& batch = {}) {
  LabelledImages images;
  append_pickled_images(images, bytes_of(bytes), batch, "batch");
  return images;
}

LabelledImages read(const std::string& images, const std::string& labels) {
  return read_idx({bytes_of(images), bytes_of(labels), "images", "labels"});
}

std::string pixels_of(const LabelledImages& images) { return {images.pixels.begin(), images.pixels.end()}; }

}  // namespace

TEST_CASE("Images of binary files are those of the pickled ones") {
  const std::string first = test::made_up_pixels(kCifarPixels, 1), second = test::made_up_pixels(kCifarPixels, 2);
  const LabelledImages binary = read_binary("\x07" + first + "\x02" + second);
  const LabelledImages pickled = read_pickle(test::pickled_images("labels", {7, 2}, kCifarPixels, first + second));
  REQUIRE(binary.size() == 2);
  CHECK(binary.labels == std::vector{7, 2});
  CHECK(pixels_of(binary) == first + second);
  CHECK(pickled.labels == binary.labels);
  CHECK(pickled.pixels == binary.pixels);
  CHECK(pickled.height == 32);
}

TEST_CASE("Of the two labels of CIFAR-100 the one that is asked for is read") {
  const std::string bytes = "\x03\x41" + test::made_up_pixels(kCifarPixels);
  CHECK(read_binary(bytes, {2, 0, {0, 19}}).labels == std::vector{3});
  CHECK(read_binary(bytes, {2, 1, {0, 99}}).labels == std::vector{65});
}

TEST_CASE("Files are read one behind the other") {
  LabelledImages images;
  for (const char label : {'\1', '\2'}) {
    const std::string bytes = label + test::made_up_pixels(kCifarPixels, label);
    append_cifar_binary(images, bytes_of(bytes), {}, "batch");
  }
  CHECK(images.labels == std::vector{1, 2});
  CHECK(pixels_of(images) == test::made_up_pixels(kCifarPixels, 1) + test::made_up_pixels(kCifarPixels, 2));
}

TEST_CASE("A binary file that was cut short, or whose label is out of range, is refused by name") {
  const std::string bytes = "\x09" + test::made_up_pixels(kCifarPixels);
  CHECK(read_binary(bytes).size() == 1);
  CHECK_THROWS_WITH(read_binary(bytes.substr(1)), ContainsSubstring("batch has 3072 bytes"));
  CHECK_THROWS_WITH(read_binary(""), ContainsSubstring("cut short"));
  CHECK_THROWS_WITH(read_binary("\x0a" + bytes.substr(1)),
                    ContainsSubstring("batch: image 0 has the label 10, 0 to 9"));
}

TEST_CASE("Only labels that are kept are read, counted from zero, with their own pixels") {
  const std::string pixels = test::made_up_pixels(3 * 12);
  const PickledBatch batch{"labels", 2, {1, 1000}, {1, 120}};
  const LabelledImages images = read_pickle(test::pickled_images("labels", {121, 120, 1}, 12, pixels), batch);
  CHECK(images.labels == std::vector{119, 0});
  CHECK(pixels_of(images) == pixels.substr(12));
  CHECK_THROWS_WITH(read_pickle(test::pickled_images("labels", {121, 1001, 1}, 12, pixels), batch),
                    ContainsSubstring("batch: image 1 has the label 1001"));
}

TEST_CASE("An array in column order holds the same images as one in row order") {
  const std::string pixels = test::made_up_pixels(2 * 12);
  std::string turned;
  for (std::size_t column = 0; column < 12; ++column) {
    for (const std::size_t row : {0U, 1U}) turned.push_back(pixels[row * 12 + column]);
  }
  const PickledBatch batch{"labels", 2, {0, 9}, {0, 9}};
  CHECK(pixels_of(read_pickle(test::pickled_images("labels", {1, 2}, 12, turned, true), batch)) == pixels);
}

TEST_CASE("A pickled batch that does not hold together is refused, saying why") {
  const std::string pixels = test::made_up_pixels(2 * kCifarPixels);
  const std::string right = test::pickled_images("labels", {1, 2}, kCifarPixels, pixels);
  CHECK(read_pickle(right).size() == 2);
  CHECK_THROWS_WITH(read_pickle(right.substr(0, 5000)), ContainsSubstring("batch"));
  CHECK_THROWS_WITH(read_pickle(test::pickled_images("labels", {1, 2}, kCifarPixels, pixels.substr(1))),
                    ContainsSubstring("batch: an array of 2 x 3072 bytes has 6143 of them"));
  CHECK_THROWS_WITH(read_pickle(test::pickled_images("labels", {1, 2}, 3000, pixels.substr(0, 6000))),
                    ContainsSubstring("batch: images of 3000 bytes instead of 3072"));
  CHECK_THROWS_WITH(read_pickle(test::pickled_images("other", {1, 2}, kCifarPixels, pixels)),
                    ContainsSubstring("batch: a dict has no 'labels'"));
  CHECK_THROWS_WITH(read_pickle("\x80\x02}."), ContainsSubstring("batch: a dict has no 'data'"));
  std::string other_type = right;
  other_type.replace(right.find("u1"), 2, "u2");
  CHECK_THROWS_WITH(read_pickle(other_type), ContainsSubstring("batch: an array of 'u2' instead of bytes"));
  std::string fewer = right;
  const auto last = fewer.rfind("J");
  fewer.erase(last, 5);
  CHECK_THROWS_WITH(read_pickle(fewer), ContainsSubstring("batch: 2 images and 1 labels"));
}

TEST_CASE("An idx file is grey images and their labels") {
  const LabelledImages images = read(test::idx_images(2, 3, 4), test::idx_labels({7, 200}));
  CHECK(images.channels == 1);
  CHECK(images.height == 3);
  CHECK(images.width == 4);
  CHECK(images.labels == std::vector{7, 200});
  CHECK(pixels_of(images) == test::made_up_pixels(24));
}

TEST_CASE("An idx file that is cut short, of another kind, or of another count is refused by name") {
  const std::string images = test::idx_images(2, 3, 4), labels = test::idx_labels({7, 2});
  CHECK(read(images, labels).size() == 2);
  CHECK_THROWS_WITH(read(images.substr(0, 39), labels),
                    ContainsSubstring("images: images of 2 x 3 x 4 bytes are announced and 23 are there"));
  CHECK_THROWS_WITH(read(images + "x", labels), ContainsSubstring("25 are there"));
  CHECK_THROWS_WITH(read(images, labels.substr(0, 9)), ContainsSubstring("labels: labels of 2 bytes"));
  CHECK_THROWS_WITH(read(labels, labels), ContainsSubstring("images is no idx file of bytes in 3 dimensions"));
  CHECK_THROWS_WITH(read(images, images), ContainsSubstring("labels is no idx file of bytes in 1 dimension"));
  CHECK_THROWS_WITH(read(images, "\0\0"), ContainsSubstring("labels is no idx file"));
  CHECK_THROWS_WITH(read(images, test::idx_labels({1, 2, 3})),
                    ContainsSubstring("images holds 2 images, labels holds 3 labels"));
  const std::string huge = test::big_endian(0x803) + std::string(12, '\xff') + "12345678";
  CHECK_THROWS_WITH(read(huge, labels), ContainsSubstring("cut short"));
}

}  // namespace cellar
