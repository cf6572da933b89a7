#include "searchers/oneshot/script.hpp"

namespace cellar::oneshot {

namespace {

constexpr double kClip = 5;

void follow_controller(ControllerTraining::Options& own) {
  const ControllerTraining::Options theirs = ControllerTraining::nas_bench_201();
  own.next_baseline = theirs.next_baseline;
  own.adam = theirs.adam;
}

}  // namespace

void follow_nas_bench_201(SearchPlan& plan) {
  Method& method = plan.method;
  plan.head = network::NormOptions{true, true};
  plan.names = network::SupernetOptions::Names::nas_bench_201;
  if (plan.options.clip == 0 && plan.name != "setn") plan.options.clip = kClip;
  if (method.update == Method::Update::second_order) method.order = Method::Order::alphas_first;
  if (plan.name == "gdas") method.judged = Method::Judged::while_training;
  if (plan.name == "rsps") {
    method.weights = Method::Draw::uniform_cell;
    method.derive = Method::Derivation::repeating;
  }
  if (method.update == Method::Update::none) method.update = Method::Update::without_pass;
  if (plan.controller) {
    follow_controller(*plan.controller);
    plan.augments_validation = true;
  }
}

}  // namespace cellar::oneshot
