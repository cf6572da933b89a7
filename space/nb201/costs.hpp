#pragma once

#include <cstdint>
#include <string_view>

#include "space/nb201/cell.hpp"

// What a network built of one cell costs, counted layer by layer as the benchmark counts it: parameters are weights,
// biases and the scale and shift of batch normalisation; FLOPs are the multiply-adds of convolutions and of the linear
// layer (and its additions of the bias). Pooling, normalisation and activations are free.
namespace cellar::nb201 {

// The network around the cells: a 3x3 stem; three stages of `cells` cells each, between which a residual block halves
// the image and doubles the channels; a classifier.
struct Skeleton {
  int channels = 16;  // of the first stage
  int cells = 5;      // in each stage
  int classes = 10;
  int image_size = 32;  // [pixels], height and width; a multiple of 4
};

// That of a data set: cifar10 (cifar10-valid), cifar100, ImageNet16-120.
Skeleton skeleton(std::string_view dataset);

struct Costs {
  std::uint64_t params = 0;
  std::uint64_t flops = 0;  // one image

  double mflops() const { return static_cast<double>(flops) / 1e6; }
  Costs& operator+=(const Costs& other) {
    params += other.params;
    flops += other.flops;
    return *this;
  }
  friend Costs operator+(Costs a, const Costs& b) { return a += b; }
  friend Costs operator*(std::uint64_t times, const Costs& a) { return {times * a.params, times * a.flops}; }
  friend bool operator==(const Costs&, const Costs&) = default;
};

Costs network_costs(const Architecture& cell, const Skeleton& skeleton);

}  // namespace cellar::nb201
