#include "searchers/model_based/predictor.hpp"

#include "searchers/model_based/linear_model.hpp"

namespace cellar {

Predictor::Predictor(const Problem& problem, const Options& options, Rng rng)
    : SurrogateSearch(problem, options, std::make_unique<LinearModel>(problem.space), rng) {}

}  // namespace cellar
