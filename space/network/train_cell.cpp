#include "space/network/train_cell.hpp"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <tuple>
#include <utility>

#include "core/errors.hpp"
#include "space/network/host_values.hpp"
#include "space/network/initialisation.hpp"
#include "space/network/saved_tensors.hpp"

namespace cellar::network {

namespace {

constexpr std::int64_t kTop = 5;

// Adds up on the device of what it is given; one number leaves it when it is asked.
class Meter {
 public:
  void add(const at::Tensor& loss, const at::Tensor& logits, const at::Tensor& labels) {
    const c10::NoGradGuard no_grad;
    const std::int64_t images = labels.size(0);
    const at::Tensor first = logits.argmax(1).eq(labels).sum();
    const std::int64_t top = std::min(kTop, logits.size(1));
    const at::Tensor among = std::get<1>(logits.topk(top, 1)).eq(labels.unsqueeze(1)).sum();
    const at::Tensor sums =
        at::stack({loss.detach().to(at::kDouble) * images, first.to(at::kDouble), among.to(at::kDouble)});
    sums_ = sums_.defined() ? sums_ + sums : sums;
    images_ += images;
  }

  Quality quality() const {
    require(images_ > 0, "an epoch has at least one batch");
    const std::vector<double> means = host_values(sums_ / images_);
    return {means[0], 100 * means[1], 100 * means[2]};
  }

 private:
  at::Tensor sums_;  // loss, right answers, labels among the first answers
  std::int64_t images_ = 0;
};

constexpr std::size_t kFiguresOfQuality = 3;

void append(std::vector<double>& figures, const Quality& quality) {
  figures.insert(figures.end(), {quality.loss, quality.top1, quality.top5});
}

// An epoch's figures as saved: learning rate, then each quality.
std::vector<double> figures_of(const EpochResult& result) {
  std::vector<double> figures = {result.learning_rate};
  append(figures, result.train);
  for (const Quality& quality : result.evaluated) append(figures, quality);
  return figures;
}

EpochResult result_of(std::span<const double> figures) {
  EpochResult result;
  result.learning_rate = figures[0];
  for (std::size_t at = 1; at < figures.size(); at += kFiguresOfQuality) {
    const Quality quality{figures[at], figures[at + 1], figures[at + 2]};
    at == 1 ? void(result.train = quality) : result.evaluated.push_back(quality);
  }
  return result;
}

// Whole numbers that say which training this is.
std::vector<std::int64_t> identity(const Architecture& cell, const nb201::Skeleton& skeleton, int epochs,
                                   std::uint64_t seed) {
  std::vector<std::int64_t> numbers;
  for (std::size_t edge = 0; edge < cell.size(); ++edge) numbers.push_back(cell[edge]);
  numbers.insert(numbers.end(), {skeleton.channels, skeleton.cells, skeleton.classes, skeleton.image_size, epochs,
                                 std::bit_cast<std::int64_t>(seed)});
  return numbers;
}

at::Tensor find(const NamedTensors& tensors, const std::string& name) {
  for (const auto& [own, tensor] : tensors) {
    if (own == name) return tensor;
  }
  return {};
}

}  // namespace

TrainingRecipe benchmark_recipe(int epochs, double rate) {
  return {.schedule = {.highest = rate, .least = 0, .epochs = epochs},
          .sgd = {.momentum = 0.9, .weight_decay = 5e-4, .nesterov = true}};
}

Quality evaluate(CellNetwork& network, const BatchSource& source, int epoch) {
  const c10::NoGradGuard no_grad;
  Meter meter;
  for (int step = 0; step < source.steps; ++step) {
    const Batch batch = source.batch(epoch, step);
    const at::Tensor logits = network.forward(batch.images, {}).logits;
    meter.add(at::cross_entropy_loss(logits, batch.labels), logits, batch.labels);
  }
  return meter.quality();
}

CellTraining::CellTraining(const Architecture& cell, const nb201::Skeleton& skeleton, const TrainingRecipe& recipe,
                           std::uint64_t seed, TensorKind kind)
    : cell_(cell),
      skeleton_(skeleton),
      recipe_(recipe),
      seed_(seed),
      network_(cell, skeleton, kind),
      optimiser_(network_.weights().parameters(), recipe.sgd) {
  initialise_uniform(network_.weights(), seed);
}

Quality CellTraining::train_steps(const BatchSource& source, double learning_rate) {
  Meter meter;
  for (int step = 0; step < source.steps; ++step) {
    const Batch batch = source.batch(epoch(), step);
    optimiser_.zero_grad();
    const at::Tensor logits = network_.forward(batch.images, {.training = true}).logits;
    const at::Tensor loss = at::cross_entropy_loss(logits, batch.labels);
    loss.backward();
    optimiser_.step(learning_rate);
    meter.add(loss, logits, batch.labels);
  }
  return meter.quality();
}

void CellTraining::check_loss(const Quality& quality, double learning_rate) const {
  if (std::isfinite(quality.loss)) return;
  throw Error(fmt::format("the loss of epoch {} is no number (learning rate {})", epoch() + 1, learning_rate));
}

const EpochResult& CellTraining::train_epoch(const BatchSource& train, std::span<const BatchSource> evaluated) {
  require(!finished(), "a training that is finished does not go on");
  EpochResult result;
  result.learning_rate = recipe_.schedule.rate(epoch(), 0);
  result.train = train_steps(train, result.learning_rate);
  check_loss(result.train, result.learning_rate);
  for (const BatchSource& source : evaluated) {
    check_loss(result.evaluated.emplace_back(evaluate(network_, source, epoch())), result.learning_rate);
  }
  return results_.emplace_back(std::move(result));
}

void CellTraining::save(const std::filesystem::path& file) const {
  NamedTensors tensors;
  tensors.emplace_back("training", at::tensor(identity(cell_, skeleton_, recipe_.schedule.epochs, seed_), at::kLong));
  std::vector<double> figures;
  for (const EpochResult& result : results_) {
    const std::vector<double> own = figures_of(result);
    figures.insert(figures.end(), own.begin(), own.end());
  }
  const auto columns = static_cast<std::int64_t>(results_.empty() ? 0 : figures.size() / results_.size());
  tensors.emplace_back("epochs", at::tensor(figures, at::kDouble).reshape({epoch(), columns}));
  std::size_t parameter = 0;
  for (const auto& [name, tensor, is_parameter] : network_.weights().entries()) {
    tensors.emplace_back("network." + name, tensor);
    if (!is_parameter) continue;
    const at::Tensor& momentum = optimiser_.buffers()[parameter++];
    if (momentum.defined()) tensors.emplace_back("momentum." + name, momentum);
  }
  save_tensors(tensors, file);
}

void CellTraining::load(const std::filesystem::path& file) {
  const NamedTensors tensors = load_tensors(file);
  const auto refuse = [&](const char* what) { throw Error(fmt::format("{}: {}", file.string(), what)); };
  const at::Tensor own = at::tensor(identity(cell_, skeleton_, recipe_.schedule.epochs, seed_), at::kLong);
  const at::Tensor saved = find(tensors, "training"), figures = find(tensors, "epochs");
  if (!saved.defined() || !figures.defined()) refuse("is no saved training of a cell");
  if (!saved.equal(own)) refuse("is a training of another cell, network, number of epochs or seed");
  constexpr auto kFigures = static_cast<std::int64_t>(kFiguresOfQuality);
  if (figures.dim() != 2 || figures.size(0) > recipe_.schedule.epochs ||
      (figures.size(0) > 0 && (figures.size(1) < 1 + kFigures || figures.size(1) % kFigures != 1))) {
    refuse("its figures are damaged");
  }
  std::vector<at::Tensor> momenta;
  for (const auto& [name, tensor, is_parameter] : network_.weights().entries()) {
    const at::Tensor value = find(tensors, "network." + name);
    if (!value.defined()) throw Error(fmt::format("{}: the weights '{}' are missing", file.string(), name));
    network_.weights().load(name, value);
    if (!is_parameter) continue;
    momenta.push_back(find(tensors, "momentum." + name));
    if (momenta.back().defined() && momenta.back().sizes() != tensor.sizes()) refuse("its momentum is damaged");
  }
  optimiser_.restore(momenta);
  results_.clear();
  const std::vector<double> rows = host_values(figures);
  const auto columns = static_cast<std::size_t>(figures.size(1));
  for (std::size_t at = 0; at < rows.size(); at += columns) {
    results_.push_back(result_of(std::span(rows).subspan(at, columns)));
  }
}

}  // namespace cellar::network
