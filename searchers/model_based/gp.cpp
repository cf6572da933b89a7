#include "searchers/model_based/gp.hpp"

#include "searchers/model_based/gaussian_process.hpp"

namespace cellar {

Gp::Gp(const Problem& problem, const Options& options, Rng rng)
    : SurrogateSearch(problem, options, std::make_unique<GaussianProcess>(problem.space), rng) {}

}  // namespace cellar
