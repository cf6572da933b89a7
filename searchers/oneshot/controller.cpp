#include "searchers/oneshot/controller.hpp"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <fmt/format.h>

#include <array>
#include <cmath>

#include "core/errors.hpp"
#include "space/nb201/cell.hpp"
#include "space/network/upload.hpp"

namespace cellar::oneshot {

namespace {

constexpr std::size_t kEdges = nb201::kEdges.size();
constexpr std::int64_t kOperations = nb201::kOperationNames.size();

at::Tensor parameter(at::IntArrayRef shape, network::TensorKind kind) {
  return at::zeros(shape, kind.options()).set_requires_grad(true);
}

// Numbers of [low, high) with the type and device of `like`.
at::Tensor uniform(const at::Tensor& like, at::IntArrayRef shape, double low, double high, Rng& rng) {
  const at::Tensor numbers = at::empty(shape, at::kDouble);
  double* values = numbers.data_ptr<double>();
  for (std::int64_t i = 0; i < numbers.numel(); ++i) values[i] = low + (high - low) * rng.uniform();
  return network::upload(numbers, like.options().requires_grad(false));
}

void fill(const at::Tensor& weight, double bound, Rng& rng) {
  const c10::NoGradGuard no_grad;
  weight.copy_(uniform(weight, weight.sizes(), -bound, bound, rng));
}

// `actions`: an operation for each of n cells, edge by edge, [6, n].
std::vector<Architecture> cells_of(const at::Tensor& actions) {
  const at::Tensor host = actions.cpu().contiguous();
  const std::int64_t count = host.size(1);
  std::vector<Architecture> cells(static_cast<std::size_t>(count), Architecture(kEdges));
  const std::int64_t* next = host.data_ptr<std::int64_t>();
  for (std::size_t edge = 0; edge < kEdges; ++edge) {
    for (Architecture& cell : cells) cell[edge] = static_cast<std::uint8_t>(*next++);
  }
  return cells;
}

at::Tensor actions_on(std::size_t edge, std::span<const Architecture> cells, at::Device device) {
  const at::Tensor host = at::empty({static_cast<std::int64_t>(cells.size())}, at::kLong);
  std::int64_t* next = host.data_ptr<std::int64_t>();
  for (const Architecture& cell : cells) *next++ = cell[edge];
  return network::upload(host, device);
}

}  // namespace

Controller::Controller(Options options, network::TensorKind kind)
    : options_(options),
      first_input_(parameter({1, 1, options.size}, kind)),
      embedding_(parameter({kOperations, options.size}, kind)),
      prediction_(parameter({kOperations, options.size}, kind)),
      bias_(parameter({kOperations}, kind)) {
  const std::int64_t gates = 4 * options.size;
  for (int layer = 0; layer < options.layers; ++layer) {
    layers_.push_back({parameter({gates, options.size}, kind), parameter({gates, options.size}, kind),
                       parameter({gates}, kind), parameter({gates}, kind)});
  }
}

void Controller::initialise(Rng& rng) {
  constexpr double kNarrow = 0.1;
  const double wide = 1 / std::sqrt(static_cast<double>(options_.size));
  fill(first_input_, kNarrow, rng);
  for (std::size_t layer = 0; layer < layers_.size(); ++layer) {
    const Layer& weights = layers_[layer];
    fill(weights.input_weight, layer == 0 ? kNarrow : wide, rng);
    fill(weights.hidden_weight, layer == 0 ? kNarrow : wide, rng);
    fill(weights.input_bias, wide, rng);
    fill(weights.hidden_bias, wide, rng);
  }
  fill(embedding_, kNarrow, rng);
  fill(prediction_, kNarrow, rng);
  fill(bias_, wide, rng);
}

Controller::Decision Controller::decide(const at::Tensor& input, const Decision* before) const {
  Decision decision;
  decision.input = decision.output = input;
  const at::Tensor start = at::zeros_like(input.detach());
  std::vector<at::Tensor> hidden, state;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    const Layer& layer = layers_[i];
    const auto index = static_cast<std::int64_t>(i);
    const std::array<at::Tensor, 2> last = {before == nullptr ? start : before->hidden[index],
                                            before == nullptr ? start : before->state[index]};
    const auto [h, c] = at::lstm_cell(decision.output, last, layer.input_weight, layer.hidden_weight, layer.input_bias,
                                      layer.hidden_bias);
    hidden.push_back(h);
    state.push_back(c);
    decision.output = h;
  }
  decision.hidden = at::stack(hidden);
  decision.state = at::stack(state);
  const at::Tensor raw = at::linear(decision.output, prediction_, bias_) / options_.temperature;
  decision.logits = options_.tanh_constant * at::tanh(raw);
  decision.log_probabilities = decision.logits - decision.logits.logsumexp(-1, true);
  decision.entropy = -(decision.log_probabilities * decision.log_probabilities.softmax(-1)).sum(-1);
  return decision;
}

Controller::Sample Controller::unroll(std::int64_t count, const Choose& choose) const {
  Sample sample;
  sample.decisions.reserve(kEdges);  // a decision looks at the one before
  std::vector<at::Tensor> actions, chosen, entropies;
  at::Tensor input = first_input_.view({1, options_.size}).expand({count, options_.size});
  for (std::size_t edge = 0; edge < kEdges; ++edge) {
    sample.decisions.push_back(decide(input, edge == 0 ? nullptr : &sample.decisions.back()));
    Decision& decision = sample.decisions.back();
    actions.push_back(choose(edge, decision.log_probabilities));
    decision.chosen = decision.log_probabilities.gather(1, actions.back().unsqueeze(1)).squeeze(1);
    chosen.push_back(decision.chosen);
    entropies.push_back(decision.entropy);
    input = at::embedding(embedding_, actions.back());
  }
  sample.cells = cells_of(at::stack(actions));
  sample.log_probabilities = at::stack(chosen).sum(0);
  sample.entropies = at::stack(entropies).sum(0);
  return sample;
}

Controller::Sample Controller::sample(std::size_t count, Rng& rng) const {
  require(count > 0, "a controller draws one cell at least");
  const auto rows = static_cast<std::int64_t>(count);
  return unroll(rows, [&](std::size_t, const at::Tensor& log_probabilities) {
    // The first operation whose cumulative probability is beyond a uniform number.
    const at::Tensor cumulative = log_probabilities.detach().exp().cumsum(1).slice(1, 0, kOperations - 1);
    return (cumulative <= uniform(cumulative, {rows, 1}, 0, 1, rng)).sum(1);
  });
}

Controller::Sample Controller::evaluate(std::span<const Architecture> cells) const {
  require(!cells.empty(), "a controller evaluates one cell at least");
  return unroll(static_cast<std::int64_t>(cells.size()), [&](std::size_t edge, const at::Tensor& log_probabilities) {
    return actions_on(edge, cells, log_probabilities.device());
  });
}

void Controller::collect(const std::string& prefix, network::Weights& weights) const {
  weights.parameter(prefix + "input_vars", first_input_);
  for (std::size_t layer = 0; layer < layers_.size(); ++layer) {
    const auto add = [&](const char* name, const at::Tensor& tensor) {
      weights.parameter(fmt::format("{}w_lstm.{}_l{}", prefix, name, layer), tensor);
    };
    add("weight_ih", layers_[layer].input_weight);
    add("weight_hh", layers_[layer].hidden_weight);
    add("bias_ih", layers_[layer].input_bias);
    add("bias_hh", layers_[layer].hidden_bias);
  }
  weights.parameter(prefix + "w_embd.weight", embedding_);
  weights.parameter(prefix + "w_pred.weight", prediction_);
  weights.parameter(prefix + "w_pred.bias", bias_);
}

}  // namespace cellar::oneshot
