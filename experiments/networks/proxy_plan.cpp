#include "experiments/networks/proxy_plan.hpp"

#include <fmt/format.h>

namespace cellar {

std::string ProxyPlan::spelling() const {
  const auto& [channels, cells, classes, image_size] = setting.skeleton;
  return fmt::format("channels={} cells={} classes={} image_size={} batch={} seed={}", channels, cells, classes,
                     image_size, setting.batch, setting.seed);
}

std::vector<std::string> ProxyPlan::names() const {
  std::vector<std::string> names;
  for (const network::Proxy* const proxy : proxies) names.emplace_back(proxy->name);
  return names;
}

}  // namespace cellar
