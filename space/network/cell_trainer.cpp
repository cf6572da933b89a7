#include "space/network/cell_trainer.hpp"

#include <ATen/core/Tensor.h>
#include <fmt/format.h>

#include <utility>

#include "core/errors.hpp"
#include "core/random.hpp"
#include "space/network/failures.hpp"
#include "space/network/image_source.hpp"
#include "space/network/prepared_device.hpp"
#include "space/network/saved_tensors.hpp"
#include "space/network/train_cell.hpp"

namespace cellar::network {

namespace {

constexpr int kLoaderThreads = 1;
constexpr std::uint64_t kOrder = 1;  // stream of the seed: the order of the images, and how they are varied

nb201::Skeleton skeleton_for(const CellImages& images, const CellTrainerOptions& options) {
  return {options.channels, options.cells, images.data->classes, images.data->train.height};
}

// Says how far an epoch is.
BatchSource watched(BatchSource source, int epochs, ProgressSink* progress) {
  if (progress == nullptr) return source;
  const auto batch = [source, epochs, progress](int epoch, int step) {
    progress->progress(fmt::format("epoch {} of {},", epoch + 1, epochs), static_cast<double>(step) / source.steps);
    return source.batch(epoch, step);
  };
  return {source.steps, batch};
}

}  // namespace

struct CellTrainer::State {
  State(const Architecture& architecture, const std::shared_ptr<const CellImages>& shown,
        const CellTrainerOptions& options, std::uint64_t seed, const Resources& resources)
      : cell(architecture),
        images(shown),
        skeleton(skeleton_for(*images, options)),
        device(prepared_device(resources)),
        training(cell, skeleton, benchmark_recipe(options.epochs, options.rate), seed, {at::kFloat, device}) {
    const LoaderOptions loading{options.batch, derive_seed(seed, kOrder), kLoaderThreads, device};
    for (const CellImages::Part& part : images->parts) {
      const bool trains = sources.empty();
      const BatchSource source = image_source(part_loader(*images, part, trains, loading), resources.stop);
      sources.push_back(trains ? watched(source, options.epochs, resources.progress) : source);
    }
  }

  Architecture cell;
  std::shared_ptr<const CellImages> images;
  nb201::Skeleton skeleton;
  at::Device device;
  CellTraining training;
  std::vector<BatchSource> sources;  // of the images' parts
};

CellTrainer::CellTrainer(const Architecture& cell, std::shared_ptr<const CellImages> images,
                         const CellTrainerOptions& options, std::uint64_t seed, const Resources& resources)
    : state_(with_errors_in_a_line([&] { return std::make_unique<State>(cell, images, options, seed, resources); })) {}

CellTrainer::~CellTrainer() = default;
CellTrainer::CellTrainer(CellTrainer&&) noexcept = default;
CellTrainer& CellTrainer::operator=(CellTrainer&&) noexcept = default;

const std::vector<EpochResult>& CellTrainer::results() const { return state_->training.results(); }

bool CellTrainer::finished() const { return state_->training.finished(); }

nb201::Costs CellTrainer::costs() const { return nb201::network_costs(state_->cell, state_->skeleton); }

void CellTrainer::train_epoch() {
  with_errors_in_a_line([&] {
    const std::span<const BatchSource> sources = state_->sources;
    state_->training.train_epoch(sources.front(), sources.subspan(1));
  });
}

void CellTrainer::save(const std::filesystem::path& file) const {
  with_errors_in_a_line([&] { state_->training.save(file); });
}

void CellTrainer::load(const std::filesystem::path& file) {
  with_errors_in_a_line([&] { state_->training.load(file); });
}

void CellTrainer::save_weights(const std::filesystem::path& file) const {
  with_errors_in_a_line([&] {
    NamedTensors tensors;
    for (const Weights::Entry& entry : state_->training.network().weights().entries()) {
      tensors.emplace_back(entry.name, entry.tensor);
    }
    save_tensors(tensors, file);
  });
}

}  // namespace cellar::network
