#include "searchers/oneshot/search_state.hpp"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include "core/random.hpp"
#include "space/nb201/cell.hpp"
#include "space/network/initialisation.hpp"

namespace cellar::oneshot {

namespace {

at::Tensor make_alphas(network::TensorKind kind) {
  return at::zeros({static_cast<std::int64_t>(nb201::kEdges.size()), 5}, kind.options()).set_requires_grad(true);
}

}  // namespace

SearchState::SearchState(const network::SupernetOptions& network, const TrainerOptions& options,
                         const ControllerTraining::Options* controller_options, network::TensorKind kind)
    : supernet(network, kind), alphas(make_alphas(kind)), trainer(supernet, alphas, options) {
  if (controller_options == nullptr) return;
  controller = std::make_unique<Controller>(Controller::Options{}, kind);
  controller_training = std::make_unique<ControllerTraining>(*controller, *controller_options);
}

network::Weights SearchState::model() const {
  network::Weights all;
  all.parameter("arch_parameters", alphas);
  for (const network::Weights::Entry& entry : supernet.weights().entries()) {
    entry.is_parameter ? all.parameter(entry.name, entry.tensor) : all.buffer(entry.name, entry.tensor);
  }
  if (controller) controller->collect("controller.", all);
  return all;
}

void SearchState::initialise(std::uint64_t seed) {
  network::initialise_uniform(supernet.weights(), seed);
  Rng rng(derive_seed(seed, 1));
  const at::Tensor values = at::empty(alphas.sizes(), at::kDouble);
  for (std::int64_t i = 0; i < values.numel(); ++i) values.data_ptr<double>()[i] = 1e-3 * rng.normal();
  const c10::NoGradGuard no_grad;
  alphas.copy_(values);
  if (controller) controller->initialise(rng);
}

}  // namespace cellar::oneshot
