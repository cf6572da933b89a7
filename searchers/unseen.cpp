#include "searchers/unseen.hpp"

namespace cellar {

Architecture representative(const SearchSpace& space, const Architecture& arch) {
  return space.is_product() || !space.size() ? arch : space.at(space.index(arch));
}

std::optional<Architecture> random_unseen(const SearchSpace& space, const std::unordered_set<Architecture>& seen,
                                          Rng& rng) {
  constexpr int kDraws = 1000;  // enough unless nearly all is seen
  for (int draw = 0; draw < kDraws; ++draw) {
    const Architecture arch = representative(space, space.random(rng));
    if (!seen.contains(arch)) return arch;
  }
  if (!space.size() || seen.size() >= *space.size()) return std::nullopt;
  const bool by_code = space.is_product();
  const auto nth = [&](std::uint64_t number) { return by_code ? space.from_code(number) : space.at(number); };
  const Architecture start = space.random(rng);
  std::uint64_t number = by_code ? space.code(start) : space.index(start);
  while (seen.contains(nth(number))) number = number + 1 == *space.size() ? 0 : number + 1;
  return nth(number);
}

}  // namespace cellar
