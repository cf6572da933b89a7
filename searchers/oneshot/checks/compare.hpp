#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/architecture.hpp"
#include "space/network/adam.hpp"
#include "space/network/checks/comparison.hpp"

// What an index.json records beside tensors.
namespace cellar::oneshot {

void compare_number(const std::string& name, double computed, double recorded, network::Comparison& comparison,
                    double rounding = 0);

// Passes only if the cells are the same, in the same order.
void compare_cells(const std::string& name, std::span<const Architecture> computed,
                   std::span<const Architecture> recorded, network::Comparison& comparison);

// Cells as a list of genotypes; as rows of operations, [cells, 6].
std::vector<Architecture> recorded_genotypes(const network::RecordedValue& genotypes);
std::vector<Architecture> recorded_cells(const at::Tensor& operations);

// An optimiser's settings in an index; `defaults` where it says nothing.
struct RecordedAdam {
  double rate = 3e-4;
  network::Adam::Options options = {};
};
RecordedAdam recorded_adam(const network::RecordedValue& adam, RecordedAdam defaults = {});

// A controller of ENAS that is recorded beside a supernet and nothing is computed with: that names and sizes of its
// tensors are ours.
void compare_controller(const network::RecordedCase& recorded, network::Comparison& comparison);

// "prev_baseline" of a call or an update of ENAS's controller.
std::optional<double> previous_baseline(const network::RecordedValue& entry);

}  // namespace cellar::oneshot
