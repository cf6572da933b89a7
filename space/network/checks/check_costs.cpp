#include "space/network/checks/check_costs.hpp"

#include <ATen/ATen.h>

#include "space/nb201/costs.hpp"
#include "space/network/cell_network.hpp"
#include "space/network/checks/recorded_supernet.hpp"

namespace cellar::network {

Comparison check_costs(const RecordedValue& recorded) {
  Comparison comparison(tolerances(at::kDouble));
  nb201::Skeleton skeleton;
  skeleton.channels = recorded.at("C").count();
  skeleton.cells = recorded.at("N").count();
  for (const RecordedValue& row : recorded.at("rows").list()) {
    skeleton.classes = row.at("num_classes").count();
    skeleton.image_size = row.at("image").count();
    const Architecture cell = recorded_genotype(row.at("genotype"));
    const nb201::Costs costs = nb201::network_costs(cell, skeleton);
    const CellNetwork network(cell, skeleton, {});
    std::int64_t parameters = 0;
    for (const at::Tensor& parameter : network.weights().parameters()) parameters += parameter.numel();
    comparison.same(row, "params", parameters);
    comparison.setting(row, "params_M", static_cast<double>(costs.params) / 1e6);
    comparison.setting(row, "flops_M", costs.mflops());
  }
  return comparison;
}

}  // namespace cellar::network
