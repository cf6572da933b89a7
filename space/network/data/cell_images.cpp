#include "space/network/data/cell_images.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <numeric>
#include <span>
#include <string_view>
#include <utility>

#include "core/checksum.hpp"
#include "core/errors.hpp"
#include "space/network/data/search_split.hpp"

namespace cellar::network {

namespace {

constexpr std::string_view kHalf = "-valid";

// "cifar10-valid" -> "cifar10"
std::string image_set(const std::string& dataset) {
  return dataset.ends_with(kHalf) ? dataset.substr(0, dataset.size() - kHalf.size()) : dataset;
}

std::vector<int> all(std::size_t count) {
  std::vector<int> items(count);
  std::iota(items.begin(), items.end(), 0);
  return items;
}

void check_size(const LabelledImages& images) {
  if (images.height == images.width && images.height % 4 == 0) return;
  throw Error(
      fmt::format("images of {} x {} pixels: networks of cells need squares whose side is a multiple of 4; "
                  "--side, or --image-size of cellar proxy, makes images smaller",
                  images.height, images.width));
}

}  // namespace

const CellImages::Part& CellImages::part(const std::string& name) const {
  std::vector<std::string> names;
  for (const Part& part : parts) {
    if (part.name == name) return part;
    names.push_back(part.name);
  }
  throw Error(fmt::format("{} has no part '{}' of images, only {}{}", dataset, name, fmt::join(names, " and "),
                          name == "valid" ? fmt::format("; {}{} has one", dataset, kHalf) : ""));
}

std::uint64_t CellImages::checksum() const {
  Checksum sum;
  const auto add = [&](const auto& values) { sum.add(std::as_bytes(std::span(values))); };
  for (const LabelledImages* images : {&data->train, &data->test}) {
    add(images->pixels);
    add(images->labels);
  }
  for (const Part& part : parts) add(part.items);
  return sum.value();
}

CellImages load_cell_images(const std::string& dataset, const std::filesystem::path& folder,
                            const CellImageOptions& options) {
  const std::string name = image_set(dataset);
  return cell_images(dataset, load_images(name, folder, options), find_split_file(name, folder), options.most);
}

CellImages cell_images(const std::string& dataset, ImageData data, const std::filesystem::path& split_file, int most) {
  check_size(data.train);
  SearchSplit split = search_split(data, split_file);
  const bool is_half = dataset.ends_with(kHalf);
  if (is_half && split.valid_is_test) {
    throw Error(fmt::format("{}: {} has validation images of its own, halves of its test images", dataset, data.name));
  }
  const std::size_t count = data.train.size();
  CellImages images{dataset, std::make_shared<const ImageData>(std::move(data)), {}};
  images.parts.push_back({"train", false, is_half ? std::move(split.train) : all(count)});
  if (is_half || split.valid_is_test) images.parts.push_back({"valid", split.valid_is_test, std::move(split.valid)});
  images.parts.push_back({"test", true, std::move(split.test)});
  for (CellImages::Part& part : images.parts) {
    if (most > 0 && part.items.size() > static_cast<std::size_t>(most))
      part.items.resize(static_cast<std::size_t>(most));
  }
  return images;
}

}  // namespace cellar::network
