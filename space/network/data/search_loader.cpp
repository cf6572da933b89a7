#include "space/network/data/search_loader.hpp"

#include <utility>
#include <vector>

#include "core/errors.hpp"
#include "space/network/data/batch_maker.hpp"
#include "space/network/data/epoch_plan.hpp"

namespace cellar::network {

struct SearchLoader::State {
  State(std::shared_ptr<const ImageData> set, SearchSplit split, const LoaderOptions& options)
      : data(std::move(set)),
        arch_images(split.valid_is_test ? data->test : data->train),
        valid(std::move(split.valid)),
        threads(options.threads),
        maker(data->normalisation, options),
        plan(std::move(split.train), true, options.batch, options.seed) {
    require(!valid.empty(), "a search has images for the architecture");
  }

  HostSearchBatch batch(std::int64_t epoch, std::int64_t step) const {
    const PlannedBatch planned = plan.batch(epoch, step);
    NewBatch base = maker.begin(data->train, planned.size()), arch = maker.begin(arch_images, planned.size());
    for (std::int64_t i = 0; i < planned.size(); ++i) {
      Rng rng = planned.rng(i);
      base.set(i, planned.item(i), draw_placement(data->augmentation, data->train, rng));
      const int partner = valid[rng.below(static_cast<std::uint32_t>(valid.size()))];
      arch.set(i, partner, draw_placement(data->augmentation, arch_images, rng));
    }
    return {base.take(), arch.take()};
  }

  SearchBatch finished(const HostSearchBatch& made) const {
    const Batch base = maker.finish(made.base), arch = maker.finish(made.arch);
    return {base.images, base.labels, arch.images, arch.labels};
  }

  std::shared_ptr<const ImageData> data;
  const LabelledImages& arch_images;
  std::vector<int> valid;
  int threads;
  BatchMaker maker;
  EpochPlan plan;
};

SearchLoader::SearchLoader(std::shared_ptr<const ImageData> data, SearchSplit split, const LoaderOptions& options)
    : state_(std::make_shared<State>(std::move(data), std::move(split), options)) {}

std::int64_t SearchLoader::steps() const { return state_->plan.steps(); }

SearchBatch SearchLoader::batch(std::int64_t epoch, std::int64_t step) const {
  return state_->finished(state_->batch(epoch, step));
}

BatchStream<HostSearchBatch, SearchBatch> SearchLoader::epoch(std::int64_t epoch, std::int64_t from_step) const {
  return {[state = state_, epoch](std::int64_t step) { return state->batch(epoch, step); },
          [state = state_](const HostSearchBatch& made) { return state->finished(made); }, from_step, steps(),
          state_->threads};
}

}  // namespace cellar::network
