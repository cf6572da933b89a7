#include "searchers/oneshot/training_epoch.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "core/errors.hpp"
#include "searchers/oneshot/mixture_steps.hpp"
#include "space/network/host_values.hpp"

namespace cellar::oneshot {

namespace {

class TrainingEpoch {
 public:
  explicit TrainingEpoch(const SearchContext& context)
      : context_(context),
        method_(context.plan.method),
        trainer_(context.state.trainer),
        number_(context.state.epochs),
        device_(context.state.alphas.device()),
        sums_(at::zeros({3}, context.state.alphas.options().requires_grad(false))) {}

  EpochMeans run() {
    const auto steps = context_.images.training.steps();
    const std::uint64_t seed = derive_seed(context_.seed, static_cast<std::uint64_t>(number_));
    auto batches = context_.images.training.epoch(number_);
    for (std::int64_t i = 0; i < steps; ++i) {
      if (context_.resources.stop.stop_requested()) throw Stopped("stopped between two batches");
      Rng rng(derive_seed(seed, static_cast<std::uint64_t>(i)));
      const double progress = static_cast<double>(i) / static_cast<double>(steps);
      step(*batches.next(), rng, context_.plan.options.schedule().rate(number_, progress));
      report(static_cast<double>(i + 1) / static_cast<double>(steps));
    }
    return means(steps);
  }

 private:
  void step(const network::SearchBatch& batch, Rng& rng, double rate) {
    StepInputs inputs{on_device(context_, batch.base_x, batch.base_y), on_device(context_, batch.arch_x, batch.arch_y)};
    inputs.rate = learning_rate(rate);
    if (method_.order == Method::Order::alphas_first) alpha_step(inputs, nullptr, rng);
    const PassMode mode = draw(method_.weights, rng);
    const Passed passed = is_played(mode)
                              ? context_.played->weight_step(inputs)
                              : trainer_.weight_step(inputs.base, mode, inputs.rate, pass(inputs.base, rng));
    sums_.select(0, 0).add_(passed.loss);
    if (method_.order == Method::Order::weights_first) alpha_step(inputs, &mode, rng);
  }

  // On CUDA a tensor, which recorded steps and LibTorch's fused optimiser read there; a kernel writes it.
  network::LearningRate learning_rate(double rate) const {
    if (!device_.is_cuda()) return rate;
    return at::full({}, rate, at::TensorOptions(device_).dtype(at::kFloat));
  }

  bool is_played(const PassMode& mode) const {
    return context_.played != nullptr && std::holds_alternative<Mixture>(mode);
  }

  // `weights`: what the step of the weights before it computed.
  void alpha_step(const StepInputs& inputs, const PassMode* weights, Rng& rng) {
    if (method_.update == Method::Update::without_pass) return;
    const bool repeats = method_.alphas == Method::Draw::as_weights;
    const PassMode mode = repeats ? *weights : draw(method_.alphas, rng);
    const bool moves = method_.update != Method::Update::none;
    const Passed passed =
        moves && is_played(mode) ? context_.played->alpha_step(inputs, number_) : alpha_pass(inputs, mode, rng);
    if (moves) host_alphas_ = at::Tensor();
    sums_.select(0, 1).add_(passed.loss);
    if (is_judged()) sums_.select(0, 2).add_(passed.logits.argmax(1).eq(inputs.arch.labels).sum());
    judged_ += inputs.arch.labels.size(0);
  }

  Passed alpha_pass(const StepInputs& inputs, const PassMode& mode, Rng& rng) {
    if (method_.update == Method::Update::second_order) return unrolled_step(trainer_, inputs, pass(inputs.base, rng));
    const network::Pass how = pass(inputs.arch, rng);
    if (method_.update == Method::Update::none) return trainer_.observe(inputs.arch, mode, how);
    return trainer_.alpha_step(inputs.arch, mode, how, regulariser_of(context_.plan, number_));
  }

  bool is_judged() const { return method_.judged == Method::Judged::while_training; }

  PassMode draw(Method::Draw what, Rng& rng) {
    const bool looks = what == Method::Draw::gumbel || what == Method::Draw::dirichlet;
    if (looks && !host_alphas_.defined()) host_alphas_ = context_.state.alphas.detach().cpu();
    return draw_mode(what, draw_from(context_, host_alphas_), rng);
  }

  network::Pass pass(const Batch& batch, Rng& rng) const {
    return make_pass(context_, true, batch.labels.size(0), rng);
  }

  void report(double part) const {
    ProgressSink* const sink = context_.resources.progress;
    if (sink == nullptr) return;
    sink->progress(epoch_words(context_) + ",", part);
  }

  EpochMeans means(std::int64_t steps) const {
    const auto sums = network::host_values(sums_);
    if (std::isfinite(sums[0]) && std::isfinite(sums[1])) {
      const double none = std::nan("");
      return {sums[0] / static_cast<double>(steps), judged_ > 0 ? sums[1] / static_cast<double>(steps) : none,
              is_judged() ? 100 * sums[2] / static_cast<double>(judged_) : none};
    }
    const std::string kept =
        number_ == 0 ? "" : "what was saved after the epoch before is kept, --from goes on from it with other rates; ";
    throw Error(fmt::format("{}: the loss is no number; {}a smaller rate (now {}) may help", epoch_words(context_),
                            kept, context_.plan.options.rate));
  }

  const SearchContext& context_;
  const Method& method_;
  Trainer& trainer_;
  int number_;
  at::Device device_;
  at::Tensor sums_;  // over the steps: losses of the weights and of the architecture, its images that are right [3]
  std::int64_t judged_ = 0;  // images that the architecture's passes were shown
  at::Tensor host_alphas_;   // undefined: not looked at since they moved
};

}  // namespace

EpochMeans train_epoch(const SearchContext& context) { return TrainingEpoch(context).run(); }

}  // namespace cellar::oneshot
