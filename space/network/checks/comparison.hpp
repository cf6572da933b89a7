#pragma once

#include <ATen/core/Tensor.h>

#include <string>
#include <vector>

#include "space/network/backbone.hpp"
#include "space/network/checks/recorded_case.hpp"
#include "space/network/layers.hpp"

namespace cellar::network {

// What a case's computation is compared by: largest absolute difference over the recorded tensor's largest magnitude.
struct Tolerances {
  double values = 1e-10;
  double gradients = 1e-10;
  double vanishing = 1e-12;  // of what is zero in exact arithmetic, by the largest of its kind
};
// 1e-10 for cases in float64, which are the proof; 1e-4, and 1e-3 for gradients, in float32. 1e-12 and 1e-5 for what
// vanishes.
Tolerances tolerances(at::ScalarType type);

// The type that a case was computed in, "f32" or "f64", and the device on which it is computed again.
TensorKind kind_of(const RecordedCase& recorded);

// While it lives, float32 convolutions are LibTorch's own, which round as the reference does, instead of oneDNN's. In a
// sequence of steps the difference matters: an input of a ReLU that falls on the other side of zero changes what
// follows by far more than rounding. So whoever checks a sequence in float32 holds one. Float64 has no other.
class ReferenceKernels {
 public:
  ReferenceKernels();
  ~ReferenceKernels();
  ReferenceKernels(const ReferenceKernels&) = delete;
  ReferenceKernels& operator=(const ReferenceKernels&) = delete;

 private:
  bool enabled_;
};

// A pass that trains; while ReferenceKernels live, operation by operation, so that its gradients are added up in the
// original's order, too.
Pass training_pass();

// Collects how far what was computed is from what was recorded, on the host, wherever it was computed. What a case does
// not record is left out.
class Comparison {
 public:
  explicit Comparison(Tolerances tolerances) : tolerances_(tolerances) {}
  // With the tolerances of the type that a case was computed in.
  explicit Comparison(const RecordedCase& recorded);

  // With a tolerance of its own; `rounding` as below.
  void within(double tolerance, const std::string& name, const at::Tensor& computed, const at::Tensor& recorded,
              double rounding = 0);

  // `rounding`: an absolute difference that is allowed whatever the magnitude, where it is known that rounding of this
  // size is in both.
  void value(const std::string& name, const at::Tensor& computed, const at::Tensor& recorded, double rounding = 0);
  void gradient(const std::string& name, const at::Tensor& computed, const at::Tensor& recorded, double rounding = 0);
  // With the case's tensor of this name.
  void value(const RecordedCase& recorded, const std::string& name, const at::Tensor& computed, double rounding = 0);
  void gradient(const RecordedCase& recorded, const std::string& name, const at::Tensor& computed, double rounding = 0);

  // With the number `key` of a part of the index, if it is there; `setting`: one that was computed in double in every
  // case.
  void number(const RecordedValue& of, const std::string& key, double computed, double rounding = 0);
  // Of gradients, as precise as they are.
  void norm(const RecordedValue& of, const std::string& key, double computed, double rounding = 0);
  void setting(const RecordedValue& of, const std::string& key, double computed);
  void same_number(const std::string& name, double computed, double recorded);            // as a setting
  void same_numbers(const RecordedValue& recorded, const std::vector<double>& computed);  // a list of settings

  // What is equal or not: names, choices, counts.
  void same(const std::string& name, const std::string& computed, const std::string& recorded);
  void same(const RecordedValue& of, const std::string& key, const std::string& computed);
  void same(const RecordedValue& of, const std::string& key, std::int64_t computed);
  void same(const RecordedValue& of, const std::string& key, const std::vector<std::string>& computed);
  // A condition that holds in every case.
  void holds(const std::string& name, bool condition);

  // Tensors and numbers that are not as precise as is asked, but within a rounding that is too large to say anything:
  // they are not among the compared.
  int undecided() const { return undecided_; }
  const Tolerances& allowed() const { return tolerances_; }
  int compared() const { return compared_; }
  bool passed() const { return compared_ > 0 && failed_.empty(); }
  double worst() const { return worst_; }
  const std::string& where() const { return where_; }    // the tensor of the worst
  const std::string& failed() const { return failed_; }  // the first beyond its tolerance, and why; empty if none is

 private:
  void fail(const std::string& name, const std::string& reason);

  Tolerances tolerances_;
  int compared_ = 0, undecided_ = 0;
  double worst_ = 0;
  std::string where_, failed_;
};

// The share of right answers in percent, as the original rounds it to float32.
double rounded_percent(std::int64_t right, std::int64_t images);

// Largest magnitude; 0 of a tensor without elements.
double magnitude(const at::Tensor& tensor);

}  // namespace cellar::network
