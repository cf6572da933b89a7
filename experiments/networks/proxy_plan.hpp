#pragma once

#include <string>
#include <vector>

#include "space/network/proxies/proxy_score.hpp"

namespace cellar {

// Which proxies are computed, and how.
struct ProxyPlan {
  std::vector<const network::Proxy*> proxies;
  network::ProxySetting setting;

  // "channels=16 cells=5 classes=10 image_size=32 batch=64 seed=0": what the numbers depend on.
  std::string spelling() const;
  std::vector<std::string> names() const;
};

}  // namespace cellar
