#include "space/network/checks/check_data.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "core/errors.hpp"
#include "core/formats/images/cifar_binary.hpp"
#include "core/formats/images/pickled_images.hpp"
#include "core/table/mapped_file.hpp"
#include "space/network/checks/recorded_case.hpp"
#include "space/network/data/image_data.hpp"
#include "space/network/data/transform.hpp"

namespace cellar::network {

namespace {

constexpr double kRounding = 0x1.0p-23;  // of float32
constexpr std::size_t kShown = 16;       // bytes of an image that are recorded

at::Tensor tensor_of(const std::vector<std::int64_t>& values) { return at::tensor(values, at::kLong); }

// Of a list, or of a list of lists.
at::Tensor tensor_of(const nlohmann::json& values) {
  std::vector<std::int64_t> flat;
  for (const auto& value : values) {
    if (value.is_array()) {
      flat.insert(flat.end(), value.begin(), value.end());
    } else {
      flat.push_back(value.get<std::int64_t>());
    }
  }
  return tensor_of(flat);
}

// [images, bytes]
at::Tensor pixels_of(const LabelledImages& images) {
  const auto count = static_cast<std::int64_t>(images.size());
  return at::tensor(at::ArrayRef<std::uint8_t>(images.pixels), at::kByte).reshape({count, -1}).to(at::kLong);
}

at::Tensor labels_of(const LabelledImages& images) {
  return tensor_of(std::vector<std::int64_t>(images.labels.begin(), images.labels.end()));
}

void compare_images(const std::string& name, const LabelledImages& images, const nlohmann::json& recorded,
                    Comparison& comparison) {
  const at::Tensor pixels = pixels_of(images);
  const char* labels = recorded.contains("labels") ? "labels" : "labels_minus_1";
  comparison.value(name + "/labels", labels_of(images), tensor_of(recorded.at(labels)));
  comparison.value(name + "/sum_per_image", pixels.sum(1), tensor_of(recorded.at("sum_per_image")));
  if (!recorded.contains("total_sum")) return;
  comparison.value(name + "/total_sum", pixels.sum().reshape({1}),
                   at::tensor(recorded.at("total_sum").get<std::int64_t>()));
  comparison.value(name + "/first16_per_image", pixels.slice(1, 0, kShown).reshape({-1}),
                   tensor_of(recorded.at("first16_per_image")));
}

enum class Labels { own, coarse };

LabelledImages read(const std::filesystem::path& path, const PublishedSet& set, Publication::Encoding encoding,
                    Labels labels) {
  LabelledImages images;
  const MappedFile mapped(path);
  const bool is_coarse = labels == Labels::coarse;
  if (encoding == Publication::Encoding::binary) {
    const std::size_t which = is_coarse ? 0 : set.label_bytes - 1;
    append_cifar_binary(images, mapped.bytes(), {set.label_bytes, which, set.range}, path.string());
  } else {
    const std::string key = is_coarse ? "coarse_labels" : set.label_key;
    const LabelRange kept{0, set.range.last};  // all, as they are
    append_pickled_images(images, mapped.bytes(), {key, set.side, set.range, kept}, path.string());
  }
  return images;
}

// Every file of one version.
void compare_version(const std::filesystem::path& folder, const PublishedSet& set, const Publication& version,
                     const nlohmann::json& recorded, Comparison& comparison) {
  const Publication& first = set.publications.front();
  for (const auto part : {&Publication::train, &Publication::test}) {
    for (std::size_t i = 0; i < (version.*part).size(); ++i) {
      const nlohmann::json& file = recorded.at((first.*part)[i].name);
      const std::filesystem::path path = folder / (version.*part)[i].name;
      const std::string name = folder.filename() / path.filename();
      compare_images(name, read(path, set, version.encoding, Labels::own), file, comparison);
      if (!file.contains("coarse_labels")) continue;
      comparison.value(name + "/coarse_labels", labels_of(read(path, set, version.encoding, Labels::coarse)),
                       tensor_of(file.at("coarse_labels")));
    }
  }
}

void compare_kept(const std::filesystem::path& folder, const nlohmann::json& recorded, Comparison& comparison) {
  ImageFolderOptions parts;
  parts.any_count = true;
  const ImageDataset set = read_image_folder("ImageNet16-120", folder, parts);
  const std::string name = folder.filename();
  compare_images(name + "/filtered_120_train", set.train, recorded.at("filtered_120_train"), comparison);
  compare_images(name + "/filtered_120_val", set.test, recorded.at("filtered_120_val"), comparison);
}

void compare_constants(const std::string& set, const nlohmann::json& recorded, Comparison& comparison) {
  const auto numbers = [](const auto& values) {
    return at::tensor(std::vector<double>(values.begin(), values.end()), at::kDouble);
  };
  ImageDataset named;
  named.name = set;
  const Normalisation normalisation = normalisation_of(named);
  comparison.value(set + "/mean", numbers(normalisation.mean), numbers(recorded.at("mean")));
  comparison.value(set + "/std", numbers(normalisation.deviation), numbers(recorded.at("std")));
  const int side = published_set(set).side;
  comparison.value(set + "/image", at::tensor(side), at::tensor(recorded.at("image").get<int>()));
  const LabelledImages images{3, side, side, {}, {}};
  comparison.value(set + "/padding", at::tensor(augmentation_of(set, images).padding),
                   at::tensor(recorded.at("padding").get<int>()));
}

at::Tensor transformed(const LabelledImages& images, const Normalisation& normalisation, const Placement& placement) {
  const at::Tensor made = at::empty({3, images.height, images.width}, at::kFloat);
  ImageTransform(normalisation).write(images, 0, placement, made.data_ptr<float>());
  return made;
}

void compare_transform(const RecordedCase& recorded, const nlohmann::json& row, Comparison& comparison) {
  const std::string name = fmt::format("case{:02}/", row.at("case").get<int>());
  const at::Tensor image = recorded.tensor(name + "image_hwc_uint8").permute({2, 0, 1}).to(at::kByte).contiguous();
  LabelledImages images{3, static_cast<int>(image.size(1)), static_cast<int>(image.size(2)), {}, {0}};
  images.pixels.assign(image.data_ptr<std::uint8_t>(), image.data_ptr<std::uint8_t>() + image.numel());
  const Normalisation normalisation{row.at("mean").get<std::array<double, 3>>(),
                                    row.at("std").get<std::array<double, 3>>()};
  const int padding = row.at("padding");
  Placement placement{row.at("flip"), row.at("crop_top").get<int>() - padding,
                      row.at("crop_left").get<int>() - padding};
  comparison.value(name + "test", transformed(images, normalisation, {}), recorded.tensor(name + "test"));
  comparison.value(name + "train", transformed(images, normalisation, placement), recorded.tensor(name + "train"));
  if (row.at("cutout").is_null()) return;
  placement.cutout = row.at("cutout").at("length");
  placement.center_y = row.at("cutout").at("center_y");
  placement.center_x = row.at("cutout").at("center_x");
  comparison.value(name + "train_cutout", transformed(images, normalisation, placement),
                   recorded.tensor(name + "train_cutout"));
}

void compare_files(const std::filesystem::path& folder, const nlohmann::json& expected, Comparison& comparison) {
  for (const auto& [name, recorded] :
       {std::pair{"cifar10", "cifar10"}, {"cifar100", "cifar100"}, {"ImageNet16-120", "ImageNet16"}}) {
    const PublishedSet& set = published_set(name);
    for (const Publication& version : set.publications) {
      compare_version(folder / version.folder, set, version, expected.at(recorded), comparison);
    }
  }
}

}  // namespace

Comparison check_data(const std::filesystem::path& folder) {
  Comparison comparison({kRounding, kRounding});
  const MappedFile text(folder / "expected.json");
  const auto* begin = reinterpret_cast<const char*>(text.bytes().data());
  const auto expected = nlohmann::json::parse(begin, begin + text.bytes().size(), nullptr, false);
  if (!expected.is_object()) throw Error(fmt::format("{} is no JSON object", (folder / "expected.json").string()));
  compare_files(folder, expected, comparison);
  const PublishedSet& imagenet = published_set("ImageNet16-120");
  compare_version(folder / "ImageNet16-py3", imagenet, imagenet.publications.front(), expected.at("ImageNet16"),
                  comparison);
  for (const char* version : {"ImageNet16", "ImageNet16-py3"}) {
    compare_kept(folder / version, expected.at("ImageNet16"), comparison);
  }
  for (const auto& [set, constants] : expected.at("mean_std").items()) compare_constants(set, constants, comparison);
  const RecordedCase transforms(folder / "transforms");
  for (const auto& row : transforms.index().at("rows")) compare_transform(transforms, row, comparison);
  return comparison;
}

}  // namespace cellar::network
