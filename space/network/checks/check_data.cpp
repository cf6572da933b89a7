#include "space/network/checks/check_data.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "core/errors.hpp"
#include "core/formats/images/cifar_binary.hpp"
#include "core/formats/images/pickled_images.hpp"
#include "core/formats/pickle/machine.hpp"
#include "core/table/mapped_file.hpp"
#include "space/network/data/image_data.hpp"

namespace cellar::network {

namespace {

constexpr double kRounding = 0x1.0p-23;  // of float32
constexpr std::size_t kShown = 16;       // bytes of an image that are recorded

at::Tensor tensor_of(const std::vector<std::int64_t>& values) { return at::tensor(values, at::kLong); }

// Of a list, or of a list of lists.
at::Tensor tensor_of(const RecordedValue& values) {
  std::vector<std::int64_t> flat;
  for (const RecordedValue& value : values.list()) {
    const std::vector<std::int64_t> numbers = value.is_list() ? value.integers() : std::vector{value.integer()};
    flat.insert(flat.end(), numbers.begin(), numbers.end());
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

void compare_images(const std::string& name, const LabelledImages& images, const RecordedValue& recorded,
                    Comparison& comparison) {
  const at::Tensor pixels = pixels_of(images);
  const auto compare = [&](const std::string& key, const at::Tensor& computed) {
    if (recorded.has(key)) comparison.value(name + "/" + key, computed, tensor_of(recorded.at(key)));
  };
  comparison.same(recorded, "n", static_cast<std::int64_t>(images.size()));
  compare("labels", labels_of(images));
  compare("labels_minus_1", labels_of(images));
  compare("sum_per_image", pixels.sum(1));
  compare("first16_per_image", pixels.slice(1, 0, kShown).reshape({-1}));
  comparison.same(recorded, "total_sum", pixels.sum().item<std::int64_t>());
  if (!recorded.has("mean_first4")) return;
  const std::vector<double> mean = recorded.at("mean_first4").numbers();
  comparison.value(name + "/mean_first4",
                   pixels.to(at::kDouble).mean(0).slice(0, 0, static_cast<std::int64_t>(mean.size())),
                   at::tensor(mean, at::kDouble));
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

// What a pickled batch says beside images and labels.
void compare_texts(const std::filesystem::path& path, const RecordedValue& recorded, Comparison& comparison) {
  if (!recorded.has("batch_label") && !recorded.has("filenames")) return;
  const MappedFile mapped(path);
  PickleMachine machine(mapped.bytes(), path.string());
  const PickleValue root = machine.read();
  const auto text = [](const PickleValue& value) {
    if (value.is(PickleValue::Kind::text)) return std::string(value.text());
    const auto bytes = value.bytes();
    return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  };
  if (recorded.has("batch_label")) comparison.same(recorded, "batch_label", text(root.at("batch_label")));
  if (!recorded.has("filenames")) return;
  std::vector<std::string> names;  // the first few
  for (std::size_t i = 0; i < recorded.at("filenames").size(); ++i) {
    const auto all = root.at("filenames").items();
    if (i < all.size()) names.push_back(text(all[i]));
  }
  comparison.same(recorded, "filenames", names);
}

// The files of one version that are recorded.
void compare_version(const std::filesystem::path& folder, const PublishedSet& set, const Publication& version,
                     const RecordedValue& recorded, Comparison& comparison) {
  const Publication& first = set.publications.front();
  for (const auto part : {&Publication::train, &Publication::test}) {
    for (std::size_t i = 0; i < (version.*part).size(); ++i) {
      if (!recorded.has((first.*part)[i].name)) continue;
      const RecordedValue file = recorded.at((first.*part)[i].name);
      const std::filesystem::path path = folder / (version.*part)[i].name;
      const std::string name = folder.filename() / path.filename();
      compare_images(name, read(path, set, version.encoding, Labels::own), file, comparison);
      if (version.encoding != Publication::Encoding::binary) compare_texts(path, file, comparison);
      if (!file.has("coarse_labels")) continue;
      comparison.value(name + "/coarse_labels", labels_of(read(path, set, version.encoding, Labels::coarse)),
                       tensor_of(file.at("coarse_labels")));
    }
  }
}

void compare_kept(const std::filesystem::path& folder, const RecordedValue& recorded, Comparison& comparison) {
  if (!recorded.has("filtered_120_train") || !recorded.has("filtered_120_val")) return;
  ImageFolderOptions parts;
  parts.any_count = true;
  const ImageDataset set = read_image_folder("ImageNet16-120", folder, parts);
  const std::string name = folder.filename();
  compare_images(name + "/filtered_120_train", set.train, recorded.at("filtered_120_train"), comparison);
  compare_images(name + "/filtered_120_val", set.test, recorded.at("filtered_120_val"), comparison);
}

void compare_constants(const std::string& set, const RecordedValue& recorded, Comparison& comparison) {
  const auto compare = [&](const std::string& key, const std::array<double, 3>& computed) {
    const at::Tensor own = at::tensor(std::vector<double>(computed.begin(), computed.end()), at::kDouble);
    comparison.value(set + "/" + key, own, at::tensor(recorded.at(key).numbers(), at::kDouble));
  };
  ImageDataset named;
  named.name = set;
  const Normalisation normalisation = normalisation_of(named);
  compare("mean", normalisation.mean);
  compare("std", normalisation.deviation);
  const int side = published_set(set).side;
  comparison.same(recorded, "image", side);
  comparison.same(recorded, "padding", augmentation_of(set, {3, side, side, {}, {}}).padding);
}

// A set, in every version of it that lies there.
void compare_set(const std::filesystem::path& folder, const std::string& name, const RecordedValue& recorded,
                 Comparison& comparison) {
  const PublishedSet& set = published_set(name);
  int versions = 0;
  const auto compare = [&](const std::string& subfolder, const Publication& version) {
    if (!std::filesystem::is_directory(folder / subfolder)) return;
    ++versions;
    compare_version(folder / subfolder, set, version, recorded, comparison);
    if (name == "ImageNet16-120") compare_kept(folder / subfolder, recorded, comparison);
  };
  for (const Publication& version : set.publications) compare(version.folder, version);
  if (name == "ImageNet16-120") compare("ImageNet16-py3", set.publications.front());
  if (versions == 0) throw Error(fmt::format("no folder of {} beside expected.json", name));
}

}  // namespace

Comparison check_data(const std::filesystem::path& folder, const RecordedValue& expected) {
  Comparison comparison({kRounding, kRounding});
  for (const auto& [recorded, name] :
       {std::pair{"cifar10", "cifar10"}, {"cifar100", "cifar100"}, {"ImageNet16", "ImageNet16-120"}}) {
    if (expected.has(recorded)) compare_set(folder, name, expected.at(recorded), comparison);
  }
  if (!expected.has("mean_std")) return comparison;
  for (const auto& [set, constants] : expected.at("mean_std").members()) compare_constants(set, constants, comparison);
  return comparison;
}

}  // namespace cellar::network
