#include "space/network/backbone.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include "space/network/layout.hpp"
#include "space/network/mixed_precision.hpp"

namespace cellar::network {

Backbone::Backbone(const nb201::Skeleton& skeleton, NormOptions head, TensorKind kind)
    : per_stage_(static_cast<std::size_t>(skeleton.cells)),
      channels_(skeleton.channels),
      stem_(skeleton.channels, kind),
      head_(skeleton.channels << (kStages - 1), skeleton.classes, head, kind) {
  for (std::size_t stage = 1; stage < kStages; ++stage) {
    const int out = channels_ << stage;
    reductions_.emplace_back(out / 2, out, 2, NormOptions{}, kind);
  }
}

Output Backbone::forward(const at::Tensor& images, const Pass& pass, const Cell& cell) {
  const MixedPrecision precision(pass.bfloat16, images.device());
  std::int64_t layer = 0;
  const auto dropped = [&](const at::Tensor& y) {
    return pass.masks.defined() ? y / pass.keep * pass.masks[layer++].reshape({-1, 1, 1, 1}) : y;
  };
  at::Tensor x = stem_.forward(images.contiguous(map_layout(images, pass.bfloat16)), pass.training);
  for (std::size_t i = 0; i < cells(); ++i) {
    if (begins_stage(i)) x = dropped(reductions_[reduction_before(i)].forward(x, pass.training));
    x = dropped(cell(i, x));
  }
  const Output output = head_.forward(x, pass.training);
  return {output.features.to(images.scalar_type()), output.logits.to(images.scalar_type())};
}

void Backbone::collect(const std::string& mark, const CollectCell& collect_cell, Weights& weights) const {
  stem_.collect(mark + "stem.", weights);
  int layer = 0;
  const auto prefix = [&] { return fmt::format("{}cells.{}.", mark, layer++); };
  for (std::size_t i = 0; i < cells(); ++i) {
    if (begins_stage(i)) reductions_[reduction_before(i)].collect(prefix(), weights);
    collect_cell(i, prefix());
  }
  head_.collect(weights);
}

}  // namespace cellar::network
