#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/architecture.hpp"
#include "core/random.hpp"
#include "space/network/layers.hpp"
#include "space/network/weights.hpp"

namespace cellar::oneshot {

// The policy that ENAS draws cells from (Pham et al. 2018; AutoDL-Projects, xautodl/models/cell_searchs/
// generic_model.py: Controller). An LSTM reads the operation of the edge before and answers the probabilities of this
// edge's. Its weights are zero until they are initialised or loaded.
class Controller {
 public:
  struct Options {
    int size = 32;  // of the hidden state and of what is read
    int layers = 2;
    double tanh_constant = 2.5, temperature = 5;  // logits are 2.5 tanh(prediction / 5)
  };

  // What happened on one edge, for n cells at once.
  struct Decision {
    at::Tensor input, output;              // of the LSTM, [n, size]
    at::Tensor hidden, state;              // h and c, [layers, n, size]
    at::Tensor logits, log_probabilities;  // [n, 5]
    at::Tensor chosen, entropy;            // the log-probability of the chosen operation, [n]; the entropy, [n]
  };

  struct Sample {
    std::vector<Architecture> cells;
    at::Tensor log_probabilities, entropies;  // of whole cells, [cells]
    std::vector<Decision> decisions;          // edge by edge
  };

  Controller(Options options, network::TensorKind kind);

  // As the original: the first layer's matrices, the first input, the embedding and the prediction's matrix uniform in
  // ±0.1, everything else uniform in ±1/sqrt(size).
  void initialise(Rng& rng);

  // Independent cells; one transfer from the device for all of them.
  Sample sample(std::size_t count, Rng& rng) const;
  // What it makes of these cells.
  Sample evaluate(std::span<const Architecture> cells) const;

  // Names as in the original's state_dict, "controller.…" there.
  void collect(const std::string& prefix, network::Weights& weights) const;

 private:
  struct Layer {
    at::Tensor input_weight, hidden_weight, input_bias, hidden_bias;  // gates in the order i, f, g, o
  };
  // The operations of an edge, [n], given their log-probabilities, [n, 5].
  using Choose = std::function<at::Tensor(std::size_t edge, const at::Tensor& log_probabilities)>;

  Sample unroll(std::int64_t count, const Choose& choose) const;
  Decision decide(const at::Tensor& input, const Decision* before) const;

  Options options_;
  at::Tensor first_input_;  // [1, 1, size]
  std::vector<Layer> layers_;
  at::Tensor embedding_;          // [5, size]
  at::Tensor prediction_, bias_;  // [5, size], [5]
};

}  // namespace cellar::oneshot
