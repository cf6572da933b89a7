#include "space/network/fused/cell_function.hpp"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>

#include "core/errors.hpp"
#include "space/network/fused/cell_backward.hpp"
#include "space/network/fused/cell_forward.hpp"
#include "space/network/fused/maps.hpp"
#include "space/network/layout.hpp"

namespace cellar::network::fused {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

// What AutogradContext carries apart from tensors.
struct Kept final : torch::CustomClassHolder {
  CellState state;
  std::size_t parameters = 0;
};

variable_list to_list(const CellMaps& maps, at::TensorList parameters) {
  variable_list list(parameters.begin(), parameters.end());
  for (std::size_t source = 0; source < kSources; ++source) {
    list.push_back(maps.nodes[source]);
    for (const auto& parts : maps.outputs[source]) list.insert(list.end(), parts.begin(), parts.end());
  }
  return list;
}

CellMaps to_maps(variable_list::const_iterator next, const CellState& state) {
  CellMaps maps;
  for (std::size_t source = 0; source < kSources; ++source) {
    maps.nodes[source] = *next++;
    const auto parts = Parts(maps.nodes[source]).count();
    for (std::size_t size = 0; size < kSizes; ++size) {
      if (state.terms[source][size].empty()) continue;
      maps.outputs[source][size].assign(next, next + parts);
      next += parts;
    }
  }
  return maps;
}

class CellFunction : public torch::autograd::Function<CellFunction> {
 public:
  static at::Tensor forward(AutogradContext* context, const at::Tensor& x, const c10::optional<at::Tensor>& /*weights*/,
                            at::TensorList parameters, const CellCall* call) {
    auto kept = c10::make_intrusive<Kept>();
    kept->state = describe(*call);
    kept->parameters = parameters.size();
    CellMaps maps;
    at::Tensor y = forward_cell(channels_last(x), *call, kept->state, maps);
    context->save_for_backward(to_list(maps, parameters));
    context->saved_data["cell"] = c10::IValue::make_capsule(std::move(kept));
    return y;
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    require(!at::GradMode::is_enabled(), "a fused cell has no second derivatives: Pass::by_operation");
    const auto capsule = context->saved_data["cell"].toCapsule();
    const auto& kept = static_cast<const Kept&>(*capsule);
    const variable_list saved = context->get_saved_variables();
    const auto maps = saved.begin() + static_cast<std::ptrdiff_t>(kept.parameters);
    const variable_list parameters(saved.begin(), maps);
    const std::size_t first = kept.state.has_weights ? 2 : 1;  // parameter among the inputs that are tensors
    Needs needs;
    needs.input = context->needs_input_grad(0);
    needs.weights = kept.state.has_weights && context->needs_input_grad(1);
    for (std::size_t i = 0; i < kept.parameters; ++i) {
      needs.parameters.push_back(context->needs_input_grad(first + i));
    }
    CellGradients result =
        backward_cell(channels_last(gradients[0]), kept.state, to_maps(maps, kept.state), parameters, needs);
    variable_list list = {result.input, result.weights};
    list.insert(list.end(), result.parameters.begin(), result.parameters.end());
    list.emplace_back();  // of the call
    return list;
  }
};

}  // namespace

bool can_evaluate(const at::Tensor& x) {
  return computes_channels_last(x) && (x.scalar_type() == at::kFloat || x.scalar_type() == at::kDouble);
}

at::Tensor evaluate(const at::Tensor& x, const CellCall& call) {
  const std::vector<at::Tensor> list = parameters(call);
  const at::TensorList parameters = list;
  const auto weights = call.weights.defined() ? c10::optional<at::Tensor>(call.weights) : c10::nullopt;
  return CellFunction::apply(x, weights, parameters, &call);
}

}  // namespace cellar::network::fused
