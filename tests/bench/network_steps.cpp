#include "tests/bench/network_steps.hpp"

#include <ATen/Parallel.h>
#include <ATen/record_function.h>
#include <c10/core/GradMode.h>

#include <cmath>
#include <ctime>
#include <memory>

#include "core/random.hpp"
#include "searchers/oneshot/unrolled.hpp"
#include "space/nb201.hpp"
#include "space/network/architecture_gradient.hpp"
#include "space/network/memory.hpp"
#include "space/network/sgd.hpp"
#include "space/network/supernet.hpp"
#include "tests/bench/peak_memory.hpp"
#include "tests/space/network/plain/plain_supernet.hpp"

namespace cellar::bench {

namespace {

double cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

// CPU time inside of convolutions and their gradients, counted while it lives.
class ConvolutionClock {
 public:
  ConvolutionClock() {
    handle_ = at::addGlobalCallback(at::RecordFunctionCallback(begin, end).scopes({at::RecordScope::FUNCTION}));
  }
  ~ConvolutionClock() { at::removeCallback(handle_); }
  ConvolutionClock(const ConvolutionClock&) = delete;
  ConvolutionClock& operator=(const ConvolutionClock&) = delete;

  static double& seconds() {
    static double total = 0;
    return total;
  }

 private:
  struct Begin final : at::ObserverContext {
    double at = 0;
  };

  static std::unique_ptr<at::ObserverContext> begin(const at::RecordFunction& function) {
    const std::string name = function.name();
    if (name != "aten::convolution" && name != "aten::convolution_backward") return nullptr;
    auto context = std::make_unique<Begin>();
    context->at = cpu_seconds();
    return context;
  }
  static void end(const at::RecordFunction& /*function*/, at::ObserverContext* context) {
    if (context != nullptr) seconds() += cpu_seconds() - static_cast<Begin*>(context)->at;
  }

  at::CallbackHandle handle_;
};

at::Tensor uniform(at::IntArrayRef sizes, double bound, Rng& rng) {
  at::Tensor tensor = at::empty(sizes, at::kFloat);
  for (std::int64_t i = 0; i < tensor.numel(); ++i) {
    tensor.data_ptr<float>()[i] = static_cast<float>(bound * (2 * rng.uniform() - 1));
  }
  return tensor;
}

// As PyTorch initialises them.
void initialise(const std::vector<at::Tensor>& parameters, Rng& rng) {
  const c10::NoGradGuard no_grad;
  for (const at::Tensor& parameter : parameters) {
    if (parameter.dim() < 2) continue;
    const double fan_in = static_cast<double>(parameter.numel() / parameter.size(0));
    parameter.copy_(uniform(parameter.sizes(), 1 / std::sqrt(fan_in), rng));
  }
}

// Adam as the searchers use it on architecture parameters.
class Adam {
 public:
  explicit Adam(const at::Tensor& alphas) : alphas_(alphas), m_(at::zeros_like(alphas)), v_(at::zeros_like(alphas)) {}

  void step() {
    const c10::NoGradGuard no_grad;
    ++count_;
    const at::Tensor gradient = alphas_.grad() + 1e-3 * alphas_;
    m_.mul_(0.5).add_(gradient, 0.5);
    v_.mul_(0.999).addcmul_(gradient, gradient, 0.001);
    const double scale = std::sqrt(1 - std::pow(0.999, count_));
    alphas_.addcdiv_(m_, v_.sqrt().div(scale).add(1e-8), -3e-4 / (1 - std::pow(0.5, count_)));
  }

 private:
  at::Tensor alphas_, m_, v_;
  int count_ = 0;
};

// The steps of a search, with either kind of network.
template <class Network>
class Steps {
 public:
  Steps(Network& network, std::vector<at::Tensor> parameters, Method method, const Setting& setting, bool alphas_only)
      : network_(network),
        method_(method),
        alphas_only_(alphas_only),
        alphas_(uniform({6, 5}, 1e-3, rng_).set_requires_grad(true)),
        adam_(alphas_),
        sgd_(parameters, {}),
        cells_(3 * static_cast<std::size_t>(setting.cells)) {
    initialise(parameters, rng_);
    images_ = uniform({setting.images, 3, setting.image_size, setting.image_size}, 1.7, rng_);
    labels_ = at::arange(setting.images, at::kLong).remainder(10);
  }

  void channels_last() { images_ = images_.contiguous(at::MemoryFormat::ChannelsLast); }

  void run() {
    zero_grad();
    loss().backward();
    sgd_.step(0.025);
    zero_grad();
    if (method_ == Method::one_path) {
      const c10::NoGradGuard no_grad;
      loss();
      return;
    }
    const at::Tensor architecture_loss = loss();
    if constexpr (kIsPlain) {
      architecture_loss.backward();
    } else if (alphas_only_) {
      const auto reached = method_ == Method::darts ? network_.reached() : network_.reached(std::span(&sampled_, 1));
      network::architecture_gradient(architecture_loss, alphas_, reached);
    } else {
      architecture_loss.backward();
    }
    adam_.step();
  }

 private:
  void zero_grad() {
    sgd_.zero_grad();
    if (alphas_.grad().defined()) alphas_.grad().zero_();
  }

  at::Tensor loss() { return at::cross_entropy_loss(output().logits, labels_); }

  network::Output output() {
    if (method_ == Method::darts) return mixture();
    if (method_ == Method::gdas) return sampled();
    const Nb201 space;
    for (Architecture& cell : cells_) cell = space.at(rng_.below(15625));
    return paths();
  }

  network::Output sampled() {
    at::Tensor gumbel = at::empty({6, 5});
    for (int i = 0; i < 30; ++i) gumbel.data_ptr<float>()[i] = static_cast<float>(-std::log(-std::log(rng_.uniform())));
    const at::Tensor soft = ((alphas_.log_softmax(1) + gumbel) / 10).softmax(1);
    const at::Tensor best = soft.argmax(1, true);
    const at::Tensor chosen = at::zeros_like(soft).scatter_(1, best, 1.0);
    for (std::size_t i = 0; i < 6; ++i) sampled_[i] = static_cast<std::uint8_t>(best.data_ptr<std::int64_t>()[i]);
    return pass_sampled(sampled_, chosen - soft.detach() + soft);
  }

  network::Output mixture() {
    if constexpr (kIsPlain)
      return network_.mixture(images_, alphas_.softmax(1));
    else
      return network_.mixture(images_, alphas_.softmax(1), kTraining);
  }
  network::Output paths() {
    if constexpr (kIsPlain)
      return network_.paths(images_, cells_);
    else
      return network_.paths(images_, cells_, kTraining);
  }
  network::Output pass_sampled(const Architecture& cell, const at::Tensor& weights) {
    if constexpr (kIsPlain)
      return network_.sampled(images_, cell, weights);
    else
      return network_.sampled(images_, cell, weights, kTraining);
  }

  static constexpr bool kIsPlain = std::is_same_v<Network, plain::Supernet>;
  const network::Pass kTraining{.training = true};

  Network& network_;
  Method method_;
  bool alphas_only_;
  Rng rng_{1};
  at::Tensor alphas_, images_, labels_;
  Adam adam_;
  network::Sgd sgd_;
  std::vector<Architecture> cells_;
  Architecture sampled_ = Architecture(6);
};

template <class Steps>
Measured measure_steps(Steps& steps, const Setting& setting) {
  steps.run();
  const ConvolutionClock clock;
  const double begin = cpu_seconds();
  for (int i = 0; i < setting.steps; ++i) steps.run();
  return {(cpu_seconds() - begin) / setting.steps, ConvolutionClock::seconds() / setting.steps, peak_of_process()};
}

// Steps of the searchers' own trainer.
class DartsSteps {
 public:
  DartsSteps(network::Supernet& supernet, bool second_order, const Setting& setting)
      : second_order_(second_order),
        alphas_(uniform({6, 5}, 1e-3, rng_).set_requires_grad(true)),
        trainer_(supernet, alphas_, {}) {
    initialise(supernet.weights().parameters(), rng_);
    for (oneshot::Batch* batch : {&base_, &arch_}) {
      batch->images = uniform({setting.images, 3, setting.image_size, setting.image_size}, 1.7, rng_);
      batch->labels = at::arange(setting.images, at::kLong).remainder(10);
    }
  }

  void run() {
    constexpr double kRate = 0.025;
    const network::Pass pass{.training = true};
    trainer_.weight_step(base_, oneshot::Mixture{}, kRate, pass);
    if (second_order_) {
      trainer_.apply_alpha_gradient(oneshot::unrolled_gradient(trainer_, base_, arch_, kRate, pass).gradient);
    } else {
      trainer_.alpha_step(arch_, oneshot::Mixture{}, pass);
    }
  }

 private:
  bool second_order_;
  Rng rng_{1};
  at::Tensor alphas_;
  oneshot::Trainer trainer_;
  oneshot::Batch base_, arch_;
};

}  // namespace

Measured measure_darts(bool second_order, const Setting& setting) {
  at::set_num_threads(setting.threads);
  network::tune_allocator();
  network::SupernetOptions options;
  options.skeleton.channels = setting.channels;
  options.skeleton.cells = setting.cells;
  network::Supernet supernet(options, {});
  DartsSteps steps(supernet, second_order, setting);
  return measure_steps(steps, setting);
}

Measured measure(Variant variant, Method method, const Setting& setting) {
  at::set_num_threads(setting.threads);
  if (variant != Variant::plain) network::tune_allocator();
  network::SupernetOptions options;
  options.skeleton.channels = setting.channels;
  options.skeleton.cells = setting.cells;
  if (variant == Variant::fused || variant == Variant::fused_alphas) {
    network::Supernet supernet(options, {});
    Steps steps(supernet, supernet.weights().parameters(), method, setting, variant == Variant::fused_alphas);
    return measure_steps(steps, setting);
  }
  plain::Supernet supernet(options, {});
  if (variant == Variant::tuned_plain) supernet.channels_last();
  std::vector<at::Tensor> parameters;
  for (const auto& [name, tensor] : supernet.parameters()) parameters.push_back(tensor);
  Steps steps(supernet, parameters, method, setting, false);
  if (variant == Variant::tuned_plain) steps.channels_last();
  return measure_steps(steps, setting);
}

}  // namespace cellar::bench
