#include "experiments/networks/proxy_options.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/errors.hpp"
#include "space/network/device.hpp"

namespace cellar {

namespace {

namespace po = boost::program_options;
using Strings = std::vector<std::string>;

std::vector<const network::Proxy*> named_proxies(const po::variables_map& values) {
  std::vector<const network::Proxy*> proxies;
  for (const std::string& name : list_option(values, "proxy")) {
    const network::Proxy& proxy = network::find_proxy(name);
    if (std::find(proxies.begin(), proxies.end(), &proxy) != proxies.end()) {
      throw Error(fmt::format("--proxy names '{}' twice", proxy.name));
    }
    proxies.push_back(&proxy);
  }
  return proxies;
}

std::string kind_of(const Strings& devices) {
  const std::string kind = network::device_kind(devices.front());
  for (const std::string& device : devices) {
    if (network::device_kind(device) == kind) continue;
    throw Error(fmt::format("--device {}: devices of one kind are needed, since others round otherwise",
                            fmt::join(devices, ",")));
  }
  return kind;
}

}  // namespace

void add_proxy_options(CommandLine& line) {
  line.options().add_options()("proxy", po::value<Strings>()->default_value({"synflow"}, "synflow"),
                               "which, with commas between them")(
      "dataset", po::value<std::string>(), "classes and image size of this data set (default: cifar10)")(
      "channels", po::value<int>(), "of the first stage (default: 16)")(
      "cells", po::value<int>(), "in a stage (default: 5)")("classes", po::value<int>(), "classes")(
      "image-size", po::value<int>(), "pixels, a multiple of 4")(
      "batch", po::value<int>(), "images in a batch (default: 64)")("seed", po::value<int>()->default_value(0),
                                                                    "of initial weights and noise")(
      "device", po::value<Strings>(),
      "where: auto, cpu (the default), cuda, cuda:1, mps; with --all several of a kind, with commas");
}

ProxyPlan make_proxy_plan(const po::variables_map& values, const Strings& devices) {
  ProxyPlan plan;
  plan.proxies = named_proxies(values);
  auto& [skeleton, batch, seed] = plan.setting;
  if (values.contains("dataset")) skeleton = nb201::skeleton(values["dataset"].as<std::string>());
  const auto set = [&](const char* option, int& number) {
    if (values.contains(option)) number = values[option].as<int>();
  };
  set("channels", skeleton.channels);
  set("cells", skeleton.cells);
  set("classes", skeleton.classes);
  set("image-size", skeleton.image_size);
  set("batch", batch);
  if (values["seed"].as<int>() < 0)
    throw Error(fmt::format("--seed {}: 0 or more is needed", values["seed"].as<int>()));
  seed = static_cast<std::uint64_t>(values["seed"].as<int>());
  plan.device = kind_of(devices);
  return plan;
}

}  // namespace cellar
