#include "space/nb201/costs.hpp"

#include "core/errors.hpp"
#include "core/printable.hpp"
#include "core/suggest.hpp"

namespace cellar::nb201 {

namespace {

using Count = std::uint64_t;

// Without bias; `size`: height and width of the output.
Costs convolution(Count kernel, Count in, Count out, Count size) {
  const Count weights = kernel * kernel * in * out;
  return {weights, weights * size * size};
}

Costs batch_norm(Count channels) { return {2 * channels, 0}; }

Costs conv_bn(Count kernel, Count in, Count out, Count size) {
  return convolution(kernel, in, out, size) + batch_norm(out);
}

Costs linear(Count in, Count out) { return {in * out + out, in * out + out}; }

Costs operation_costs(Operation op, Count channels, Count size) {
  switch (op) {
    case Operation::nor_conv_1x1:
      return conv_bn(1, channels, channels, size);
    case Operation::nor_conv_3x3:
      return conv_bn(3, channels, channels, size);
    default:
      return {};
  }
}

Costs cell_costs(const Architecture& cell, Count channels, Count size) {
  Costs costs;
  for (std::size_t edge = 0; edge < kEdges.size(); ++edge)
    costs += operation_costs(operation(cell, edge), channels, size);
  return costs;
}

// Two 3x3 convolutions, the first with stride 2, beside a shortcut of 2x2 average pooling and a bare 1x1 convolution.
Costs reduction_block(Count in, Count out, Count size) {
  return conv_bn(3, in, out, size) + conv_bn(3, out, out, size) + convolution(1, in, out, size);
}

}  // namespace

Skeleton skeleton(std::string_view dataset) {
  if (dataset == "cifar10" || dataset == "cifar10-valid") return {.classes = 10, .image_size = 32};
  if (dataset == "cifar100") return {.classes = 100, .image_size = 32};
  if (dataset == "ImageNet16-120") return {.classes = 120, .image_size = 16};
  throw Error(unknown_name("data set", printable(dataset), {"cifar10", "cifar10-valid", "cifar100", "ImageNet16-120"}));
}

Costs network_costs(const Architecture& cell, const Skeleton& skeleton) {
  constexpr Count kImageChannels = 3;
  constexpr int kStages = 3;
  const auto cells = static_cast<Count>(skeleton.cells);
  auto channels = static_cast<Count>(skeleton.channels);
  auto size = static_cast<Count>(skeleton.image_size);

  Costs costs = conv_bn(3, kImageChannels, channels, size);
  for (int stage = 0; stage < kStages; ++stage) {
    if (stage > 0) {
      size /= 2;
      costs += reduction_block(channels, 2 * channels, size);
      channels *= 2;
    }
    costs += cells * cell_costs(cell, channels, size);
  }
  costs += batch_norm(channels);
  return costs + linear(channels, static_cast<Count>(skeleton.classes));
}

}  // namespace cellar::nb201
