#pragma once

#include "space/network/checks/comparison.hpp"

// Recorded cases of how cells come from architecture parameters, computed again.
namespace cellar::oneshot {

// "derive/…": genotypes, whether they are connected, and their unique strings.
network::Comparison check_derive(const network::RecordedCase& recorded);

// "gdas_sampling/…": what GDAS makes of given Gumbel numbers, and the gradients.
network::Comparison check_gdas_sampling(const network::RecordedCase& recorded);

// "setn/case…": joint probabilities and the ranking of all cells.
network::Comparison check_setn(const network::RecordedCase& recorded);

// "setn/gen_all_order.json": the order of all cells.
network::Comparison check_generation_order(const network::RecordedValue& order);

}  // namespace cellar::oneshot
