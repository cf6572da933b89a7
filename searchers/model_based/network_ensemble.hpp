#pragma once

#include <vector>

#include "searchers/model_based/encoding.hpp"
#include "searchers/model_based/network.hpp"
#include "searchers/model_based/surrogate.hpp"

namespace cellar {

// Networks that are trained on the same trials from different beginnings, afresh at each fit; they predict by
// their mean and standard deviation.
class NetworkEnsemble final : public Surrogate {
 public:
  struct Shape {
    int networks = 0;
    std::vector<Eigen::Index> hidden;
    double learning_rate = 0;
    int epochs = 0;       // a fit is so many passes over the trials …
    int least_steps = 0;  // … and so many batches at least
  };

  NetworkEnsemble(Encoding encoding, Shape shape, Rng rng);

  void append(const Architecture& arch, double accuracy) override;
  void fit() override;
  Prediction predict(std::span<const Architecture> archs) const override;

 private:
  void train(Network& network, const Eigen::VectorXd& targets);

  const Encoding encoding_;
  const Shape shape_;
  Rng rng_;
  std::vector<SparseRow> rows_;
  std::vector<double> accuracies_;  // [%]
  std::vector<Network> networks_;
  double best_ = 0;
};

}  // namespace cellar
