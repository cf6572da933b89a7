#pragma once

#include <string>
#include <vector>

#include "space/network/proxies/proxy_score.hpp"

namespace cellar {

// Which proxies are computed, and how.
struct ProxyPlan {
  std::vector<const network::Proxy*> proxies;
  network::ProxySetting setting;
  std::string device = "cpu";  // its kind: "cpu", "cuda", "mps"

  // "channels=16 cells=5 classes=10 image_size=32 batch=64 seed=0", and " device=cuda" where it is not the CPU: what
  // the numbers depend on, and their last digits.
  std::string spelling() const;
  std::vector<std::string> names() const;
};

// One for each device, by its name. An Error if one is not here, or the plan cannot be computed there.
std::vector<network::ProxyScorer> make_scorers(const ProxyPlan& plan, const std::vector<std::string>& devices);

}  // namespace cellar
