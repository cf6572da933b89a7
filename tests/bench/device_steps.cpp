#include "tests/bench/device_steps.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#ifdef CELLAR_WITH_CUDA
#include <ATen/cuda/CUDAContext.h>
#endif

#include "core/errors.hpp"
#include "core/random.hpp"
#include "searchers/oneshot/mixture_steps.hpp"
#include "searchers/oneshot/search_context.hpp"
#include "searchers/oneshot/training_epoch.hpp"
#include "space/network/data/toy_images.hpp"
#include "space/network/full_precision.hpp"
#include "space/network/prepared_device.hpp"
#include "tests/bench/device_activity.hpp"

namespace cellar::bench {

namespace {

using namespace oneshot;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

SearchPlan make_plan(const DeviceSetting& setting) {
  SearchPlan plan;
  plan.name = setting.method;
  plan.method = setting.method == "gdas" ? kGdas : setting.method == "one-path" ? kRsps : kDarts;
  if (setting.method == "second-order") plan.method.update = Method::Update::second_order;
  plan.options.channels = setting.channels;
  plan.options.cells = setting.cells;
  plan.options.batch = setting.batch;
  plan.options.epochs = 1;
  plan.options.precision = setting.precision == "bfloat16" ? "bfloat16" : "float32";
  return plan;
}

at::Device prepare(const DeviceSetting& setting) {
  Resources resources;
  resources.device = setting.device;
  resources.threads = 1;
  const at::Device device = network::prepared_device(resources);
  if (device.is_cuda()) network::allow_tensor_float(setting.precision != "float32");
  return device;
}

// Made-up images of the size that is measured.
SearchImages make_images(const DeviceSetting& setting, at::Device device) {
  constexpr std::uint64_t kSeed = 4;
  const auto data = std::make_shared<const network::ImageData>(network::make_toy_images(
      kSeed, {.classes = 10, .side = setting.side, .train = setting.images, .test = setting.batch}));
  const network::SearchSplit split = network::search_split(*data);
  const network::LoaderOptions options{.batch = setting.batch, .seed = 1, .threads = 4, .device = device};
  return {data->classes, network::SearchLoader(data, split, options),
          network::validation_loader(data, split, options, false)};
}

// A search with one batch that is there already.
class Search {
 public:
  explicit Search(const DeviceSetting& setting)
      : setting_(setting),
        plan_(make_plan(setting)),
        device_(prepare(setting)),
        state_(plan_.supernet(10), plan_.trainer(), nullptr, network::TensorKind{at::kFloat, device_}),
        stream_(device_),
        played_(state_.trainer, plan_) {
    state_.initialise(1);
  }

  at::Device device() const { return device_; }

  // An epoch on these images.
  void epoch(const SearchImages& images) {
    Resources resources;
    resources.device = setting_.device;
    const network::WorkStream::Use stream(stream_);
    const bool plays = setting_.graphs && network::can_record(device_);
    train_epoch({plan_, images, state_, 1, resources, plays ? &played_ : nullptr});
    wait_for(device_);
  }

  // Seconds of an epoch's batches, brought to the device and not used.
  double load_alone(const SearchImages& images) {
    const auto begin = Clock::now();
    auto batches = images.training.epoch(1);
    while (batches.next()) continue;
    wait_for(device_);
    return seconds_since(begin);
  }

 private:
  DeviceSetting setting_;
  SearchPlan plan_;
  at::Device device_;
  SearchState state_;
  network::WorkStream stream_;
  MixtureSteps played_;
};

DeviceSetting of_steps(DeviceSetting setting, int steps) {
  setting.images = 2 * steps * setting.batch;  // half of them train the weights
  return setting;
}

}  // namespace

DeviceMeasured measure_steps(const DeviceSetting& setting) {
  constexpr int kBefore = 8;
  Search search(setting);
  const auto images_of = [&](int steps) { return make_images(of_steps(setting, steps), search.device()); };
  const SearchImages timed = images_of(setting.steps), before = images_of(kBefore), one = images_of(1);
  search.epoch(before);
  std::array<double, 3> turns{};
  for (double& turn : turns) {
    const auto begin = Clock::now();
    search.epoch(timed);
    turn = seconds_since(begin) / setting.steps;
  }
  std::sort(turns.begin(), turns.end());
  DeviceMeasured measured{.seconds = turns[1], .mebibytes = peak_mebibytes(search.device())};
  if (!search.device().is_cuda()) return measured;
  // Of one epoch of some steps less one of fewer: what an epoch does once does not count.
  const DeviceActivity few = count_activity(search.device(), [&] { search.epoch(one); });
  const DeviceActivity many = count_activity(search.device(), [&] { search.epoch(before); });
  measured.launches = (many.launches - few.launches) / (kBefore - 1);
  measured.host_copies = (many.host_copies - few.host_copies) / (kBefore - 1);
  return measured;
}

DeviceEpoch measure_epoch(const DeviceSetting& setting) {
  constexpr int kBefore = 8;
  Search search(setting);
  const SearchImages images = make_images(setting, search.device());
  DeviceEpoch epoch{.steps = static_cast<int>(images.training.steps())};
  search.epoch(make_images(of_steps(setting, kBefore), search.device()));
  const auto begin = Clock::now();
  search.epoch(images);
  epoch.seconds = seconds_since(begin);
  epoch.loader_seconds = search.load_alone(images);
  return epoch;
}

std::string device_card(const std::string& device) {
#ifdef CELLAR_WITH_CUDA
  if (device != "cpu") return at::cuda::getCurrentDeviceProperties()->name;
#endif
  return device;
}

}  // namespace cellar::bench
