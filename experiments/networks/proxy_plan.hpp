#pragma once

#include <optional>
#include <string>
#include <vector>

#include "space/network/proxies/training_images.hpp"

namespace cellar {

// Which proxies are computed, and how.
struct ProxyPlan {
  std::vector<const network::Proxy*> proxies;
  network::ProxySetting setting;
  std::optional<network::TrainingImages> images = {};  // none: noise
  std::string device = "cpu";                          // its kind: "cpu", "cuda", "mps"

  // "channels=16 cells=5 classes=10 image_size=32 batch=64 seed=0 images=cifar10:2d06800538d394c2 device=cuda": what
  // the numbers depend on, or their last digits. The images stand there with their checksum; noise and the CPU do not.
  std::string spelling() const;
  std::vector<std::string> names() const;
};

// One for each device, by its name. An Error if one is not here, or the plan cannot be computed there.
std::vector<network::ProxyScorer> make_scorers(const ProxyPlan& plan, const std::vector<std::string>& devices);

}  // namespace cellar
