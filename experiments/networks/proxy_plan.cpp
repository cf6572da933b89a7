#include "experiments/networks/proxy_plan.hpp"

#include <fmt/format.h>

namespace cellar {

std::string ProxyPlan::spelling() const {
  const auto& [channels, cells, classes, image_size] = setting.skeleton;
  std::string text = fmt::format("channels={} cells={} classes={} image_size={} batch={} seed={}", channels, cells,
                                 classes, image_size, setting.batch, setting.seed);
  if (images) text += fmt::format(" images={}:{:016x}", images->set, images->checksum());
  if (device != "cpu") text += " device=" + device;
  return text;
}

std::vector<std::string> ProxyPlan::names() const {
  std::vector<std::string> names;
  for (const network::Proxy* const proxy : proxies) names.emplace_back(proxy->name);
  return names;
}

std::vector<network::ProxyScorer> make_scorers(const ProxyPlan& plan, const std::vector<std::string>& devices) {
  std::vector<network::ProxyScorer> scorers;
  for (const std::string& device : devices) {
    scorers.emplace_back(plan.setting, plan.images ? plan.images->view() : network::ProxyImages{}, device);
    scorers.back().require_computable(plan.proxies);
  }
  return scorers;
}

}  // namespace cellar
