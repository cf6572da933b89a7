#include "searchers/model_based/bananas.hpp"

#include <fmt/format.h>

#include "core/errors.hpp"
#include "searchers/model_based/encoding.hpp"
#include "searchers/model_based/network_ensemble.hpp"

namespace cellar {

namespace {

Encoding encoding_of(const SearchSpace& space, const std::string& wanted) {
  if (wanted != "onehot") {
    if (auto paths = path_encoding(space)) return *std::move(paths);
  }
  if (wanted == "paths") {
    throw Error(
        fmt::format("bananas(encoding=paths) needs a space with a path encoding, which {} has not; "
                    "encoding=onehot and encoding=auto work on all spaces",
                    space.name()));
  }
  return one_hot_encoding(space);
}

std::unique_ptr<Surrogate> surrogate_of(const SearchSpace& space, const Bananas::Options& options, Rng rng) {
  const NetworkEnsemble::Shape small{options.networks, {16, 16}, 0.02, 5, 60};
  const NetworkEnsemble::Shape paper{options.networks, std::vector<Eigen::Index>(10, 20), 0.01, 150, 0};
  return std::make_unique<NetworkEnsemble>(encoding_of(space, options.encoding),
                                           options.network == "paper" ? paper : small, Rng(rng.next()));
}

}  // namespace

Bananas::Options::Options() {
  batch = 10;
  parents = 3;
  randoms = 10;
  acquisition = "its";
}

void Bananas::Options::describe(OptionList& list) {
  SurrogateSearch::Options::describe(list);
  list.choice("encoding", encoding, {"auto", "paths", "onehot"},
              "of architectures; auto: paths where the space has them, onehot elsewhere");
  list.choice("network", network, {"small", "paper"}, "small: 2 layers of 16, 60 steps; paper: 10 of 20, 150 epochs");
  list.integer("networks", networks, 1, 100, "in the ensemble");
}

Bananas::Bananas(const Problem& problem, const Options& options, Rng rng)
    : SurrogateSearch(problem, options, surrogate_of(problem.space, options, rng), rng) {}

}  // namespace cellar
