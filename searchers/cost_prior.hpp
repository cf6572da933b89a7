#pragma once

#include <memory>
#include <string_view>

#include "core/prior.hpp"
#include "core/space.hpp"

namespace cellar {

// "params" or "flops": all architectures, the most expensive first and of equally expensive ones that of the lower
// index, as the space's features count them. None for another name, for a space that counts no costs, and for one of
// more than 16 million architectures.
std::shared_ptr<const Prior> cost_prior(const SearchSpace& space, std::string_view name);

}  // namespace cellar
