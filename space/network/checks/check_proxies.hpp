#pragma once

#include "space/network/checks/comparison.hpp"

namespace cellar::network {

// "proxies": every proxy of some cells, dead ones too, with its sums by layer and what it is made of. Not-a-numbers and
// infinities are expected where they are recorded.
Comparison check_proxies(const RecordedCase& recorded);

}  // namespace cellar::network
