#include <ATen/ATen.h>

#include "space/network/checks/comparison.hpp"
#include "space/network/device.hpp"
#include "space/network/proxies/proxy.hpp"
#include "space/network/proxies/proxy_input.hpp"
#include "tests/space/network/random_tensors.hpp"
#include "tests/space/network/separate_device.hpp"
#include "tests/space/network/step_observer.hpp"
// torch comes first: its CHECK is not Catch2's, so that these tests use REQUIRE alone.
#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "core/random.hpp"
#include "space/nb201.hpp"
#include "space/network/proxies/proxy_score.hpp"
#include "tests/catch.hpp"

namespace cellar {

namespace {

using namespace network;

constexpr nb201::Skeleton kSkeleton{.channels = 4, .cells = 1, .classes = 5, .image_size = 8};
constexpr std::int64_t kImages = 6;

// Noise, and networks, of this kind.
ProxyData data_of(TensorKind kind) {
  Rng rng(1);
  const auto noise = [&] { return test::normal({kImages, 3, 8, 8}, rng).to(kind.options()); };
  ProxyData data{.skeleton = kSkeleton, .seed = 2, .kind = kind, .batches = {}, .noise = {}};
  for (int batch = 0; batch < kMostBatches; ++batch) {
    data.batches.push_back({noise(), (at::arange(kImages, at::kLong) % 5).to(kind.device)});
  }
  data.noise = {noise(), noise()};
  return data;
}

const Architecture kCell =
    nb201::parse_cell("|nor_conv_3x3~0|+|skip_connect~0|nor_conv_1x1~1|+|avg_pool_3x3~0|none~1|nor_conv_3x3~2|");

bool is_near(double computed, double right, double allowed) {
  return computed == right || std::abs(computed - right) <= allowed * std::abs(right);
}

}  // namespace

TEST_CASE("Every tensor of a proxy has its input's type, and it reads three values at most") {
  constexpr int kMostReads = 3;  // however many layers there are
  const ProxyData data = data_of({at::kDouble});
  for (const Proxy& proxy : proxies()) {
    CAPTURE(proxy.name);
    ProxyInput input(kCell, data);
    const test::StepObserver observer;
    REQUIRE(std::isfinite(proxy.compute(input)));
    const auto& seen = test::StepObserver::seen();
    CAPTURE(seen.misplaced, seen.reads);
    if (proxy.name != "params" && proxy.name != "flops") REQUIRE(seen.functions > 50);
    REQUIRE(seen.misplaced.empty());
    REQUIRE(seen.reads <= kMostReads);
  }
}

// On the CPU without oneDNN, whose layout and kernels are others. Apple's devices have no float64.
TEST_CASE("Proxies are the same on every device that is here, and on a separate one, but for rounding") {
  const ProxyData right = data_of({at::kDouble});
  std::vector<at::Device> devices = {test::separate_device()};
  for (const std::string& name : available_devices()) devices.emplace_back(name);
  for (const at::Device device : devices) {
    std::optional<ReferenceKernels> other_kernels;
    if (device.is_cpu()) other_kernels.emplace();
    const ProxyData data = data_of({device.is_mps() ? at::kFloat : at::kDouble, device});
    for (const Proxy& proxy : proxies()) {
      if (device.is_mps() && proxy.needs_float64) continue;
      CAPTURE(device.str(), proxy.name);
      ProxyInput input(kCell, data), expected(kCell, right);
      REQUIRE(is_near(proxy.compute(input), proxy.compute(expected), device.is_mps() ? 1e-2 : 1e-8));
    }
  }
}

// In float32. grasp adds up second derivatives of both signs.
TEST_CASE("A scorer's numbers are the same on every device that is here, but for rounding") {
  const ProxySetting setting{.skeleton = kSkeleton, .batch = kImages, .seed = 1};
  const ProxyScorer right(setting);
  for (const std::string& name : available_devices()) {
    std::vector<const Proxy*> computable;
    for (const Proxy& proxy : proxies()) {
      if (name != "mps" || !proxy.needs_float64) computable.push_back(&proxy);
    }
    std::optional<ReferenceKernels> other_kernels;
    if (name == "cpu") other_kernels.emplace();
    const std::vector<double> scores = ProxyScorer(setting, {}, name).scores(kCell, computable);
    other_kernels.reset();
    for (std::size_t i = 0; i < scores.size(); ++i) {
      CAPTURE(name, computable[i]->name);
      REQUIRE(is_near(scores[i], right.score(kCell, *computable[i]), 1e-2));
    }
  }
}

}  // namespace cellar
