#include "searchers/cost_prior.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace cellar {

namespace {

// Its place among the costs that features list.
std::optional<std::size_t> place_of(std::string_view name) {
  if (name == "flops") return 0;
  if (name == "params") return 1;
  return std::nullopt;
}

}  // namespace

std::shared_ptr<const Prior> cost_prior(const SearchSpace& space, std::string_view name) {
  constexpr std::uint64_t kMost = 16'000'000;
  const auto place = place_of(name);
  if (!place || !space.size() || *space.size() > kMost || !space.features(space.at(0), "costs")) return nullptr;
  std::vector<std::pair<double, Architecture>> costs;
  costs.reserve(*space.size());
  for (std::uint64_t index = 0; index < *space.size(); ++index) {
    const Architecture arch = space.at(index);
    costs.emplace_back(space.features(arch, "costs")->at(*place), arch);
  }
  std::stable_sort(costs.begin(), costs.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  auto prior = std::make_shared<Prior>();
  prior->name = name;
  prior->origin = "counted";
  prior->best_first.reserve(costs.size());
  for (const auto& [cost, arch] : costs) prior->best_first.push_back(arch);
  return prior;
}

}  // namespace cellar
