#include "space/network/data/image_loader.hpp"

#include <numeric>
#include <utility>

#include "core/errors.hpp"
#include "space/network/data/batch_maker.hpp"
#include "space/network/data/epoch_plan.hpp"

namespace cellar::network {

struct ImageLoader::State {
  State(std::shared_ptr<const ImageData> set, ImageSelection selection, const LoaderOptions& options)
      : data(std::move(set)),
        images(selection.of_test ? data->test : data->train),
        augmented(selection.augmented),
        threads(options.threads),
        maker(data->normalisation, options),
        plan(std::move(selection.items), selection.shuffled, options.batch, options.seed) {}

  // Batch `number` of all epochs.
  HostBatch batch(std::int64_t number) const {
    const PlannedBatch planned = plan.batch(number / plan.steps(), number % plan.steps());
    NewBatch made = maker.begin(images, planned.size());
    for (std::int64_t i = 0; i < planned.size(); ++i) {
      Rng rng = planned.rng(i);
      made.set(i, planned.item(i), augmented ? draw_placement(data->augmentation, images, rng) : Placement{});
    }
    return made.take();
  }

  std::shared_ptr<const ImageData> data;
  const LabelledImages& images;
  bool augmented;
  int threads;
  BatchMaker maker;
  EpochPlan plan;
};

ImageLoader::ImageLoader(std::shared_ptr<const ImageData> data, ImageSelection selection, const LoaderOptions& options)
    : state_(std::make_shared<State>(std::move(data), std::move(selection), options)) {}

std::int64_t ImageLoader::steps() const { return state_->plan.steps(); }

Batch ImageLoader::batch(std::int64_t epoch, std::int64_t step) const {
  require(step >= 0 && step < steps(), "an epoch has such a step");
  return state_->maker.finish(state_->batch(epoch * steps() + step));
}

BatchStream<HostBatch, Batch> ImageLoader::epoch(std::int64_t epoch, std::int64_t from_step) const {
  const std::int64_t first = epoch * steps();
  return {[state = state_](std::int64_t number) { return state->batch(number); },
          [state = state_](const HostBatch& made) { return state->maker.finish(made); }, first + from_step,
          first + steps(), state_->threads};
}

ImageLoader training_loader(std::shared_ptr<const ImageData> data, const LoaderOptions& options) {
  std::vector<int> items(data->train.size());
  std::iota(items.begin(), items.end(), 0);
  return {std::move(data), {.items = std::move(items), .augmented = true, .shuffled = true}, options};
}

ImageLoader validation_loader(std::shared_ptr<const ImageData> data, const SearchSplit& split,
                              const LoaderOptions& options, bool augmented) {
  ImageSelection selection{.of_test = split.valid_is_test, .items = split.valid};
  selection.augmented = augmented;
  selection.shuffled = true;
  return {std::move(data), std::move(selection), options};
}

ImageLoader test_loader(std::shared_ptr<const ImageData> data, const SearchSplit& split, const LoaderOptions& options) {
  return {std::move(data), {.of_test = true, .items = split.test}, options};
}

}  // namespace cellar::network
