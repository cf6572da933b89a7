#include "space/restricted.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace cellar {

RestrictedSpace::RestrictedSpace(std::shared_ptr<const SearchSpace> space, std::vector<std::uint64_t> indices)
    : SearchSpace(space->arity()), space_(std::move(space)), indices_(std::move(indices)) {
  require(!indices_.empty() && std::is_sorted(indices_.begin(), indices_.end()),
          "a restricted space needs ascending indices, at least one");
}

bool RestrictedSpace::valid(const Architecture& arch) const {
  return space_->valid(arch) && std::binary_search(indices_.begin(), indices_.end(), space_->index(arch));
}

std::string RestrictedSpace::why_invalid(const Architecture& arch) const {
  return space_->valid(arch) ? "it is not among those that the search is restricted to" : space_->why_invalid(arch);
}

std::uint64_t RestrictedSpace::index(const Architecture& arch) const {
  const auto found = std::lower_bound(indices_.begin(), indices_.end(), space_->index(arch));
  return static_cast<std::uint64_t>(found - indices_.begin());
}

Architecture RestrictedSpace::random(Rng& rng) const {
  require(indices_.size() <= std::numeric_limits<std::uint32_t>::max(), "a restricted space is too large");
  return at(rng.below(static_cast<std::uint32_t>(indices_.size())));
}

Architecture RestrictedSpace::mutate(const Architecture& arch, Rng& rng) const {
  constexpr int kDraws = 20;
  for (int draw = 0; draw < kDraws; ++draw) {
    const Architecture child = space_->mutate(arch, rng);
    if (valid(child)) return child;
  }
  return SearchSpace::mutate(arch, rng);
}

}  // namespace cellar
