#include "searchers/model_based/encoding.hpp"

#include <numeric>

namespace cellar {

Encoding one_hot_encoding(const SearchSpace& space) {
  const auto encode = [&space](const Architecture& arch) {
    const Architecture same = space.canonical(arch);
    SparseRow row;
    Eigen::Index start = 0;
    for (std::size_t choice = 0; choice < same.size(); ++choice) {
      row.push_back({start + same[choice], 1.0});
      start += space.arity()[choice];
    }
    return row;
  };
  return {encode, std::accumulate(space.arity().begin(), space.arity().end(), Eigen::Index{0})};
}

std::optional<Encoding> path_encoding(const SearchSpace& space) {
  const auto any = space.features(space.canonical(Architecture(space.arity().size())), "paths");
  if (!any) return std::nullopt;
  const auto encode = [&space](const Architecture& arch) {
    const std::vector<double> features = *space.features(space.canonical(arch), "paths");
    SparseRow row;
    for (std::size_t path = 0; path < features.size(); ++path) {
      if (features[path] != 0) row.push_back({static_cast<Eigen::Index>(path), features[path]});
    }
    return row;
  };
  return Encoding{encode, static_cast<Eigen::Index>(any->size())};
}

}  // namespace cellar
