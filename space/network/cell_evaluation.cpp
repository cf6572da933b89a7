#include "space/network/cell_evaluation.hpp"

#include <ATen/core/Tensor.h>
#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"
#include "core/formats/named_source.hpp"
#include "core/numbers.hpp"
#include "core/printable.hpp"
#include "space/nb201/cell.hpp"
#include "space/network/failures.hpp"
#include "space/network/image_source.hpp"
#include "space/network/prepared_device.hpp"
#include "space/network/saved_tensors.hpp"
#include "space/network/train_cell.hpp"

namespace cellar::network {

namespace {

constexpr std::int64_t kMostChannels = 1 << 14, kMostClasses = 1 << 20;
constexpr int kMostCells = 100;
constexpr int kWidening = 4;  // channels of the last stage over those of the first

const Tensor* find(std::span<const Tensor> weights, std::string_view name) {
  const auto found =
      std::find_if(weights.begin(), weights.end(), [&](const Tensor& tensor) { return tensor.name == name; });
  return found == weights.end() ? nullptr : &*found;
}

const Tensor& required(std::span<const Tensor> weights, std::string_view name, std::size_t dimensions) {
  const Tensor* const tensor = find(weights, name);
  if (tensor == nullptr) throw Error(fmt::format("these are no weights of a cell's network: there is no '{}'", name));
  if (tensor->shape.size() != dimensions) {
    throw Error(
        fmt::format("'{}' has {} dimensions, in the network of a cell {}", name, tensor->shape.size(), dimensions));
  }
  return *tensor;
}

// The block that halves the image comes after the first stage's cells.
int cells_of(std::span<const Tensor> weights) {
  constexpr std::string_view kBefore = "cells.", kAfter = ".conv_a.op.1.weight";
  int first = kMostCells + 1;
  for (const Tensor& tensor : weights) {
    const std::string_view name = tensor.name;
    if (!name.starts_with(kBefore) || !name.ends_with(kAfter) || name.size() < kBefore.size() + kAfter.size()) continue;
    const auto number = parse_number<int>(name.substr(kBefore.size(), name.size() - kBefore.size() - kAfter.size()));
    if (number && *number >= 1) first = std::min(first, *number);
  }
  if (first > kMostCells) {
    throw Error(fmt::format("these are no weights of a cell's network: there is no 'cells.N{}'", kAfter));
  }
  return first;
}

void load_weights(const Architecture& cell, std::span<const Tensor> weights, const CellNetwork& network) {
  for (const Weights::Entry& entry : network.weights().entries()) {
    const Tensor* const tensor = find(weights, entry.name);
    if (tensor == nullptr) {
      throw Error(fmt::format("'{}' is missing, which the cell {} has", entry.name, nb201::format_cell(cell)));
    }
    network.weights().load(entry.name, to_tensor(*tensor));
  }
  for (const Tensor& tensor : weights) {
    if (network.weights().find(tensor.name).defined()) continue;
    throw Error(fmt::format("'{}' has no place in the network of the cell {}", printable(tensor.name),
                            nb201::format_cell(cell)));
  }
}

nb201::Skeleton skeleton_in(std::span<const Tensor> weights) {
  const Tensor& stem = required(weights, "stem.0.weight", 4);
  const Tensor& classifier = required(weights, "classifier.weight", 2);
  const std::int64_t channels = stem.shape[0], classes = classifier.shape[0];
  if (channels < 1 || channels > kMostChannels || classes < 1 || classes > kMostClasses) {
    throw Error(fmt::format("weights of {} channels and {} classes: a network has 1 to {} and 1 to {}", channels,
                            classes, kMostChannels, kMostClasses));
  }
  if (classifier.shape[1] != kWidening * channels) {
    throw Error(fmt::format("'classifier.weight' is of {} channels and 'stem.0.weight' of {}: {} of them end as {}",
                            classifier.shape[1], channels, channels, kWidening * channels));
  }
  return {static_cast<int>(channels), cells_of(weights), static_cast<int>(classes)};
}

}  // namespace

nb201::Skeleton skeleton_of(const CellWeights& weights) {
  return in_file(std::string(weights.source), [&] { return skeleton_in(weights.tensors); });
}

Quality evaluate_cell(const Architecture& cell, const CellWeights& weights, const CellImages& images,
                      const std::string& part, int batch, const Resources& resources) {
  const CellImages::Part& shown = images.part(part);
  const std::string source(weights.source);
  nb201::Skeleton skeleton = skeleton_of(weights);
  skeleton.image_size = images.data->train.height;
  if (skeleton.classes != images.data->classes) {
    throw Error(fmt::format("{}: the weights tell {} classes apart, {} has {}", source, skeleton.classes,
                            images.dataset, images.data->classes));
  }
  return with_errors_in_a_line([&] {
    const at::Device device = prepared_device(resources);
    CellNetwork network(cell, skeleton, {at::kFloat, device});
    in_file(source, [&] { load_weights(cell, weights.tensors, network); });
    const ImageLoader loader = part_loader(images, shown, false, {.batch = batch, .device = device});
    return evaluate(network, image_source(loader, resources.stop));
  });
}

}  // namespace cellar::network
