#pragma once

#include <ATen/core/Tensor.h>

#include <string>

#include "space/network/checks/recorded_case.hpp"
#include "space/network/layers.hpp"

namespace cellar::network {

// What a case's computation is compared by: largest absolute difference over the recorded tensor's largest magnitude.
struct Tolerances {
  double values = 1e-10;
  double gradients = 1e-10;
};
// 1e-10 for cases in float64, which are the proof; 1e-4, and 1e-3 for gradients, in float32.
Tolerances tolerances(at::ScalarType type);

// The type that a case was computed in, "f32" or "f64".
TensorKind kind_of(const RecordedCase& recorded);

// While it lives, float32 convolutions are LibTorch's own, which round as the reference does, instead of oneDNN's. In a
// sequence of steps the difference matters: an input of a ReLU that falls on the other side of zero changes what
// follows by far more than rounding. Float64 has no other.
class ReferenceKernels {
 public:
  ReferenceKernels();
  ~ReferenceKernels();
  ReferenceKernels(const ReferenceKernels&) = delete;
  ReferenceKernels& operator=(const ReferenceKernels&) = delete;

 private:
  bool enabled_;
};

// Collects how far what was computed is from what was recorded.
class Comparison {
 public:
  explicit Comparison(Tolerances tolerances) : tolerances_(tolerances) {}

  // With a tolerance of its own; `floor` as below.
  void within(double tolerance, const std::string& name, const at::Tensor& computed, const at::Tensor& recorded,
              double floor = 0);

  // `floor`: a magnitude that counts where the recorded tensor's own is smaller: rounding of what is zero in exact
  // arithmetic has the size of what was added up.
  void value(const std::string& name, const at::Tensor& computed, const at::Tensor& recorded, double floor = 0);
  void gradient(const std::string& name, const at::Tensor& computed, const at::Tensor& recorded, double floor = 0);

  // What is equal or not: names, choices.
  void same(const std::string& name, const std::string& computed, const std::string& recorded);

  int compared() const { return compared_; }
  bool passed() const { return compared_ > 0 && failed_.empty(); }
  double worst() const { return worst_; }
  const std::string& where() const { return where_; }    // the tensor of the worst
  const std::string& failed() const { return failed_; }  // the first beyond its tolerance, and why; empty if none is

 private:
  Tolerances tolerances_;
  int compared_ = 0;
  double worst_ = 0;
  std::string where_, failed_;
};

}  // namespace cellar::network
