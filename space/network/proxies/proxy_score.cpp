#include "space/network/proxies/proxy_score.hpp"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <fmt/format.h>

#include "core/errors.hpp"
#include "core/random.hpp"
#include "space/nb201/live_edges.hpp"
#include "space/network/device.hpp"
#include "space/network/failures.hpp"
#include "space/network/full_precision.hpp"
#include "space/network/layout.hpp"
#include "space/network/proxies/proxy_input.hpp"
#include "space/network/self_check.hpp"

namespace cellar::network {

namespace {

void check(const ProxySetting& setting) {
  const auto& [channels, cells, classes, image_size] = setting.skeleton;
  const auto at_least = [](const char* what, int value, int least) {
    if (value < least) throw Error(fmt::format("{} {}: {} or more are needed", value, what, least));
  };
  at_least("channels", channels, 1);
  at_least("cells in a stage", cells, 1);
  at_least("classes", classes, 1);
  at_least("images in a batch", setting.batch, 2);
  if (image_size < 4 || image_size % 4 != 0) {
    throw Error(fmt::format("images of {} pixels: their size is a multiple of 4", image_size));
  }
}

// On the device, in the layout that networks compute in there.
at::Tensor placed(const at::Tensor& host, at::Device device) {
  const at::Tensor images = host.to(device);
  return computes_channels_last(images) ? images.contiguous(at::MemoryFormat::ChannelsLast) : images;
}

at::Tensor normal(at::IntArrayRef shape, std::uint64_t seed) {
  Rng rng(seed);
  at::Tensor tensor = at::empty(shape, at::kFloat);
  for (std::int64_t i = 0; i < tensor.numel(); ++i) tensor.data_ptr<float>()[i] = static_cast<float>(rng.normal());
  return tensor;
}

at::Tensor labels(std::int64_t count, int classes, std::uint64_t seed) {
  Rng rng(seed);
  at::Tensor tensor = at::empty({count}, at::kLong);
  for (std::int64_t i = 0; i < count; ++i)
    tensor.data_ptr<std::int64_t>()[i] = rng.below(static_cast<std::uint32_t>(classes));
  return tensor;
}

// All images that are given, as one batch; an Error if they do not fit the setting.
Batch given(const ProxySetting& setting, const ProxyImages& images, at::IntArrayRef image) {
  const auto count = static_cast<std::int64_t>(images.labels.size());
  std::vector<std::int64_t> shape = {count};
  shape.insert(shape.end(), image.begin(), image.end());
  const std::int64_t pixels = count * c10::multiply_integers(image);
  if (static_cast<std::int64_t>(images.pixels.size()) != pixels) {
    throw Error(
        fmt::format("{} numbers are no {} images of 3 x {} x {}", images.pixels.size(), count, image[1], image[2]));
  }
  if (count < setting.batch) throw Error(fmt::format("{} images: a batch has {}", count, setting.batch));
  Batch all = {at::empty(shape, at::kFloat), at::empty({count}, at::kLong)};
  std::copy(images.pixels.begin(), images.pixels.end(), all.images.data_ptr<float>());
  std::copy(images.labels.begin(), images.labels.end(), all.labels.data_ptr<std::int64_t>());
  for (const std::int64_t label : images.labels) {
    if (label < 0 || label >= setting.skeleton.classes) {
      throw Error(fmt::format("label {}: there are {} classes, counted from 0", label, setting.skeleton.classes));
    }
  }
  return all;
}

}  // namespace

struct ProxyScorer::Data : ProxyData {};

ProxyScorer::ProxyScorer(const ProxySetting& setting, const ProxyImages& images, const std::string& device) {
  check(setting);
  data_ = with_errors_in_a_line([&] { return make_data(setting, images, device); });
}

std::unique_ptr<ProxyScorer::Data> ProxyScorer::make_data(const ProxySetting& setting, const ProxyImages& images,
                                                          const std::string& device) {
  const std::int64_t size = setting.skeleton.image_size, batch = setting.batch;
  auto data = std::make_unique<Data>();
  data->skeleton = setting.skeleton;
  data->seed = setting.seed;
  data->kind.device = find_device(device);
  use_full_precision(data->kind.device);
  const auto on_device = [&](const at::Tensor& host) { return placed(host, data->kind.device); };
  const auto seed = [&](std::uint64_t stream) { return derive_seed(setting.seed, stream); };
  const Batch host = images.labels.empty() ? Batch{normal({kMostBatches * batch, 3, size, size}, seed(2)),
                                                   labels(kMostBatches * batch, setting.skeleton.classes, seed(3))}
                                           : given(setting, images, {3, size, size});
  const Batch all = {on_device(host.images), host.labels.to(data->kind.device)};
  for (std::int64_t at = 0; at + batch <= all.labels.size(0); at += batch) {
    data->batches.push_back({all.images.slice(0, at, at + batch), all.labels.slice(0, at, at + batch)});
  }
  data->noise = {on_device(normal({batch, 3, size, size}, seed(4))),
                 on_device(normal({batch, 3, size, size}, seed(5)))};
  return data;
}

ProxyScorer::~ProxyScorer() = default;
ProxyScorer::ProxyScorer(ProxyScorer&&) noexcept = default;
ProxyScorer& ProxyScorer::operator=(ProxyScorer&&) noexcept = default;

std::vector<double> ProxyScorer::scores(const Architecture& cell, std::span<const Proxy* const> proxies,
                                        DeadEdges dead) const {
  return with_errors_in_a_line([&] { return computed(cell, proxies, dead); });
}

void ProxyScorer::require_computable(std::span<const Proxy* const> proxies) const {
  const auto batches = static_cast<int>(data_->batches.size());
  for (const Proxy* const proxy : proxies) {
    if (batches < proxy->batches) {
      throw Error(
          fmt::format("{} looks at {} batches of images, and only {} is given", proxy->name, proxy->batches, batches));
    }
    if (proxy->needs_float64 && data_->kind.device.is_mps()) {
      throw Error(fmt::format("{} is computed in float64, which device '{}' does not have: --device cpu", proxy->name,
                              data_->kind.device.str()));
    }
    if (proxy->uses_gradients) with_errors_in_a_line([&] { require_right_gradients(data_->kind.device); });
  }
}

std::vector<double> ProxyScorer::computed(const Architecture& cell, std::span<const Proxy* const> proxies,
                                          DeadEdges dead) const {
  require_computable(proxies);
  ProxyInput whole(cell, *data_);
  ProxyInput live(nb201::live_cell(cell), *data_);
  std::vector<double> scores;
  for (const Proxy* const proxy : proxies) {
    scores.push_back(proxy->compute(proxy->ignores_dead_edges && dead == DeadEdges::leave_out ? live : whole));
  }
  return scores;
}

double ProxyScorer::score(const Architecture& cell, const Proxy& proxy) const {
  const Proxy* const one = &proxy;
  return scores(cell, std::span(&one, 1)).front();
}

void use_arithmetic_threads(int threads) { at::set_num_threads(threads); }

}  // namespace cellar::network
