#pragma once

#include <string>
#include <vector>

#include "searchers/oneshot/checks/recorded_step.hpp"
#include "searchers/oneshot/trainer.hpp"
#include "space/network/checks/expected_rounding.hpp"
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
  // The rounding that all steps so far took into momentum, and into a weight.
  const network::ExpectedRounding& in_momentum() const { return in_momentum_; }
  double in_weight(const std::string& name) const;
  double in_alphas() const { return in_alphas_; }

 private:
  void weight_step(const RecordedStep& step, bool first);
  void alpha_step(const RecordedStep& step);
  void unrolled_step(const RecordedStep& step);

  network::ExpectedRounding expected(const PassMode& mode, const network::Pass& pass, const at::Tensor& images);
  void carry(const network::ExpectedRounding& expected, double rate, bool first);
  void carry_into_alphas(const network::Adam::State& state, double rounding);
  void compare_sample(const RecordedStep& step, const std::string& half, const PassMode& mode);
  void compare_pass(const RecordedStep& step, const std::string& half, const Passed& passed, double rounding);
  void compare_weight_step(const RecordedStep& step, double rounding);
  void compare_first(const network::ExpectedRounding& expected);
  void compare_alphas(const RecordedStep& step, double rounding);

  const network::RecordedCase& recorded_;
  network::Comparison& comparison_;
  network::Supernet supernet_;
  at::Tensor alphas_;
  Trainer trainer_;
  network::ExpectedRounding in_momentum_;
  double carried_ = 0, carried_constants_ = 0;  // in the weights, by rounding of gradients before
  double in_alphas_ = 0;
};

}  // namespace cellar::oneshot
