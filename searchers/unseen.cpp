#include "searchers/unseen.hpp"

namespace cellar {

std::optional<Architecture> random_unseen(const SearchSpace& space, const std::unordered_set<Architecture>& seen,
                                          Rng& rng) {
  constexpr int kDraws = 1000;  // enough unless nearly all is seen
  for (int draw = 0; draw < kDraws; ++draw) {
    const Architecture arch = space.random(rng);
    if (!seen.contains(arch)) return arch;
  }
  if (!space.size() || seen.size() >= *space.size()) return std::nullopt;
  std::uint64_t code = space.code(space.random(rng));
  while (seen.contains(space.from_code(code))) code = code + 1 == *space.size() ? 0 : code + 1;
  return space.from_code(code);
}

}  // namespace cellar
