#pragma once

#include <string>
#include <vector>

#include "core/random.hpp"
#include "searchers/model_based/surrogate.hpp"

namespace cellar {

// How much a prediction is worth a trial; the functions that BANANAS compares (White et al. 2021, section 4).
enum class Acquisition {
  mean,  // the mean alone
  ucb,   // mean + ½ spread
  ei,    // expected improvement on the best observation
  its,   // independent Thompson sampling: a draw from N(mean, spread²) for each architecture
};

// Their names, for an option, and the way back.
std::vector<std::string> acquisition_names();
Acquisition parse_acquisition(const std::string& name);

// [architectures], larger is better. Random numbers are drawn by its alone.
Eigen::VectorXd score(Acquisition acquisition, const Prediction& prediction, Rng& rng);

}  // namespace cellar
