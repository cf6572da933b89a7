#include "space/network/image_source.hpp"

#include <memory>
#include <optional>

#include "core/errors.hpp"

namespace cellar::network {

ImageLoader part_loader(const CellImages& images, const CellImages::Part& part, bool training,
                        const LoaderOptions& options) {
  return {images.data,
          {.of_test = part.of_test, .items = part.items, .augmented = training, .shuffled = training},
          options};
}

BatchSource image_source(const ImageLoader& loader, const std::stop_token& stop) {
  using Stream = std::optional<BatchStream<HostBatch, Batch>>;
  const std::int64_t steps = loader.steps();
  const auto batch = [loader, stop, steps, stream = std::make_shared<Stream>()](int epoch, int step) {
    if (stop.stop_requested()) throw Stopped("stopped between two batches");
    const bool goes_on = step > 0 && *stream && (*stream)->position() == epoch * steps + step;
    if (!goes_on) stream->emplace(loader.epoch(epoch, step));
    return *(*stream)->next();
  };
  return {static_cast<int>(steps), batch};
}

}  // namespace cellar::network
