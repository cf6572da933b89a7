#include "space/network/checks/check_transforms.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <array>

#include "core/errors.hpp"
#include "space/network/data/image_data.hpp"
#include "space/network/data/transform.hpp"

namespace cellar::network {

namespace {

constexpr double kRounding = 0x1.0p-23;  // of float32

std::array<double, 3> colours(const RecordedValue& recorded) {
  return {recorded.at(0).number(), recorded.at(1).number(), recorded.at(2).number()};
}

at::Tensor transformed(const LabelledImages& images, const Normalisation& normalisation, const Placement& placement) {
  const at::Tensor made = at::empty({3, images.height, images.width}, at::kFloat);
  ImageTransform(normalisation).write(images, 0, placement, made.data_ptr<float>());
  return made;
}

LabelledImages recorded_image(const RecordedCase& recorded, const std::string& name) {
  const at::Tensor pixels = recorded.integers(name, 256);
  if (pixels.dim() != 3 || pixels.size(2) != 3) throw Error(fmt::format("the tensor '{}' is no image", name));
  const at::Tensor image = pixels.permute({2, 0, 1}).to(at::kByte).contiguous();
  LabelledImages images{3, static_cast<int>(image.size(1)), static_cast<int>(image.size(2)), {}, {0}};
  images.pixels.assign(image.data_ptr<std::uint8_t>(), image.data_ptr<std::uint8_t>() + image.numel());
  return images;
}

// The constants of the set that the image is said to be of.
void compare_constants(const RecordedValue& row, Comparison& comparison) {
  if (!row.has("dataset")) return;
  ImageDataset named;
  named.name = row.at("dataset").text();
  const Normalisation normalisation = normalisation_of(named);
  for (std::size_t colour = 0; colour < 3; ++colour) {
    comparison.same_number(row.place() + "/mean", normalisation.mean[colour], row.at("mean").at(colour).number());
    comparison.same_number(row.place() + "/std", normalisation.deviation[colour], row.at("std").at(colour).number());
  }
}

void compare_transform(const RecordedCase& recorded, const RecordedValue& row, Comparison& comparison) {
  const std::string name = fmt::format("case{:02}/", row.at("case").count());
  const LabelledImages images = recorded_image(recorded, name + "image_hwc_uint8");
  compare_constants(row, comparison);
  const Normalisation normalisation{colours(row.at("mean")), colours(row.at("std"))};
  const int padding = row.at("padding").count();
  Placement placement{row.at("flip").flag(), row.at("crop_top").count() - padding,
                      row.at("crop_left").count() - padding};
  comparison.value(recorded, name + "test", transformed(images, normalisation, {}));
  comparison.value(recorded, name + "train", transformed(images, normalisation, placement));
  if (!row.has("cutout")) return;
  const RecordedValue cutout = row.at("cutout");
  placement.cutout = cutout.at("length").count();
  placement.center_y = cutout.at("center_y").count();
  placement.center_x = cutout.at("center_x").count();
  comparison.value(recorded, name + "train_cutout", transformed(images, normalisation, placement));
}

}  // namespace

Comparison check_transforms(const RecordedCase& recorded) {
  Comparison comparison({kRounding, kRounding});
  for (const RecordedValue& row : recorded.index().at("rows").list()) compare_transform(recorded, row, comparison);
  return comparison;
}

}  // namespace cellar::network
