#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/architecture.hpp"
#include "space/nb201/costs.hpp"
#include "space/network/proxies/proxy.hpp"

namespace cellar::network {

struct ProxySetting {
  nb201::Skeleton skeleton;
  int batch = 64;          // images; Abdelfattah et al. take 64
  std::uint64_t seed = 0;  // of initial weights, and of the images where none are given
};

// Images to look at instead of noise: two batches or more of them, if zico is asked.
struct ProxyImages {
  std::span<const float> pixels;         // [N, 3, H, W], normalised
  std::span<const std::int64_t> labels;  // [N]
};

// What becomes of edges that cannot matter, for proxies that ignore them.
enum class DeadEdges {
  leave_out,  // they are not computed: faster
  keep        // they are: the same numbers
};

// Computes proxies of cells on a device. Deterministic in the setting and the images; a cell's score does not depend on
// the others that are asked. All that is drawn is drawn on the host, so that another kind of device changes nothing but
// rounding. Scoring may be done from several threads at once.
class ProxyScorer {
 public:
  // Without images they are standard normal, their labels uniform. `device`: its name (device.hpp: find_device). An
  // Error if it is not here, the setting is impossible, or the images do not fit it, or where memory ends.
  explicit ProxyScorer(const ProxySetting& setting, const ProxyImages& images = {}, const std::string& device = "cpu");
  ~ProxyScorer();
  ProxyScorer(ProxyScorer&&) noexcept;
  ProxyScorer& operator=(ProxyScorer&&) noexcept;

  // An Error if one of them cannot be computed with these images, or on this device, or LibTorch is wrong there
  // (self_check.hpp).
  void require_computable(std::span<const Proxy* const> proxies) const;
  // A number for each proxy, perhaps no number or infinite. Proxies asked together share what they have in common.
  std::vector<double> scores(const Architecture& cell, std::span<const Proxy* const> proxies,
                             DeadEdges dead = DeadEdges::leave_out) const;
  double score(const Architecture& cell, const Proxy& proxy) const;

 private:
  struct Data;
  static std::unique_ptr<Data> make_data(const ProxySetting& setting, const ProxyImages& images,
                                         const std::string& device);
  std::vector<double> computed(const Architecture& cell, std::span<const Proxy* const> proxies, DeadEdges dead) const;

  std::unique_ptr<const Data> data_;
};

// How many threads the arithmetic of the calling thread uses; where cells are scored by several threads, one is best.
void use_arithmetic_threads(int threads);

}  // namespace cellar::network
