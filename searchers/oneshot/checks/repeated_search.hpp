#pragma once

#include <set>
#include <string>
#include <vector>

#include "searchers/oneshot/checks/recorded_step.hpp"
#include "searchers/oneshot/trainer.hpp"
#include "space/network/checks/comparison.hpp"
#include "space/network/supernet.hpp"

namespace cellar::oneshot {

// A recorded search, repeated step by step with the choices that were recorded, and compared in each.
class RepeatedSearch {
 public:
  RepeatedSearch(const network::RecordedCase& recorded, network::Comparison& comparison);

  void step(std::size_t number);

  const network::Supernet& supernet() const { return supernet_; }
  const at::Tensor& alphas() const { return alphas_; }
  const std::vector<at::Tensor>& buffers() const { return trainer_.sgd().buffers(); }  // of momentum, by weight
  // Weights whose gradients vanished in every step so far (vanishing_gradients.hpp).
  const std::set<std::string>& always_vanishing() const { return always_vanishing_; }

 private:
  void weight_step(const RecordedStep& step, bool first);
  void alpha_step(const RecordedStep& step);
  void unrolled_step(const RecordedStep& step);

  std::set<std::string> vanishing(const RecordedStep& step, const PassMode& mode) const;
  void compare_sample(const RecordedStep& step, const std::string& half, const PassMode& mode);
  void compare_pass(const RecordedStep& step, const std::string& half, const Passed& passed);
  void compare_weight_step(const RecordedStep& step);
  void compare_first(const std::set<std::string>& vanishing);
  // `vanishing_scale`: 0 where the gradient is not zero in exact arithmetic.
  void compare_alphas(const RecordedStep& step, double vanishing_scale);

  const network::RecordedCase& recorded_;
  network::Comparison& comparison_;
  network::Supernet supernet_;
  at::Tensor alphas_;
  Trainer trainer_;
  std::set<std::string> always_vanishing_;
};

}  // namespace cellar::oneshot
