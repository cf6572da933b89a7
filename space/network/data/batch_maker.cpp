#include "space/network/data/batch_maker.hpp"

#include "space/network/upload.hpp"

namespace cellar::network {

BatchMaker::BatchMaker(const Normalisation& normalisation, const LoaderOptions& options)
    : transform_(normalisation), device_(options.device) {
  if (options.on_device.value_or(!device_.is_cpu())) on_device_.emplace(transform_, device_);
}

NewBatch BatchMaker::begin(const LabelledImages& images, std::int64_t size) const {
  return {images, on_device_ ? nullptr : &transform_, size, device_.is_cuda()};
}

Batch BatchMaker::finish(const HostBatch& made) const {
  const auto placed = [&](const at::Tensor& host) {
    return host.defined() && !device_.is_cpu() ? upload(host, device_) : host;
  };
  const HostBatch there{placed(made.images), placed(made.shifts), placed(made.squares), placed(made.labels)};
  return {on_device_ ? (*on_device_)(there) : there.images, there.labels};
}

}  // namespace cellar::network
