#pragma once

#include <memory>

#include "space/nb201/cell.hpp"
#include "space/network/layers.hpp"

namespace cellar::network {

struct OperationShape {
  int in = 0, out = 0;  // channels
  int stride = 1;
};

// One of the five operations of an edge, as a layer of its own (AutoDL-Projects, models/cell_operations.py: OPS). In
// the networks of the benchmark all of them keep channels and image size; the other shapes are the original's, too.
std::unique_ptr<Layer> make_operation(nb201::Operation operation, OperationShape shape, NormOptions norm,
                                      TensorKind kind);

// Halves the image by two 1x1 convolutions of stride 2, one of them shifted by a pixel, each for half of the channels.
// With stride 1, a 1x1 convolution and batch normalisation. It is what skip_connect is where shapes change.
class FactorizedReduce final : public Layer {
 public:
  FactorizedReduce(OperationShape shape, NormOptions norm, TensorKind kind);
  at::Tensor forward(const at::Tensor& x, bool training) override;
  void collect(const std::string& prefix, Weights& weights) const override;

 private:
  std::vector<Convolution> convolutions_;  // two with stride 2, one with stride 1
  BatchNorm norm_;
};

}  // namespace cellar::network
