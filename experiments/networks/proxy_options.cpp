#include "experiments/networks/proxy_options.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/errors.hpp"
#include "experiments/networks/training_options.hpp"
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

// The set whose images are looked at; empty: noise is.
std::string image_set(const po::variables_map& values) {
  if (values.contains("images")) return values["images"].as<std::string>();
  if (!values.contains("data")) return "";
  return values.contains("dataset") ? values["dataset"].as<std::string>() : "cifar10";
}

network::CellImages load_images(const po::variables_map& values, const std::string& set) {
  ImageChoice choice{.dataset = set, .folder = "", .verify = values.contains("verify-data")};
  if (values.contains("data")) choice.folder = values["data"].as<std::string>();
  if (!values.contains("image-size")) return choice.load();
  choice.side = values["image-size"].as<int>();
  if (choice.side < 1) throw Error(fmt::format("--image-size {}: 1 or more is needed", choice.side));
  return choice.load();
}

}  // namespace

void add_proxy_options(CommandLine& line) {
  line.options().add_options()("proxy", po::value<Strings>()->default_value({"synflow"}, "synflow"),
                               "which, with commas between them")(
      "dataset", po::value<std::string>(), "classes and image size of this data set (default: cifar10)")(
      "images", po::value<std::string>(),
      "look at training images of this set: cifar10, cifar100, ImageNet16-120, fashion-mnist, mnist, idx\n"
      "(default: with --data those of --dataset, else noise)")(
      "data", po::value<std::string>(),
      "the folder of the images (fashion-mnist: found without one where Debian's package is installed)")(
      "verify-data", "compare the md5 of the images' files with what is published")("channels", po::value<int>(),
                                                                                    "of the first stage (default: 16)")(
      "cells", po::value<int>(), "in a stage (default: 5)")("classes", po::value<int>(), "classes")(
      "image-size", po::value<int>(), "pixels, a multiple of 4; images are reduced to it")(
      "batch", po::value<int>(), "images in a batch (default: 64)")("seed", po::value<int>()->default_value(0),
                                                                    "of initial weights, noise, the order of images")(
      "device", po::value<Strings>(),
      "where: auto, cpu (the default), cuda, cuda:1, mps; with --all several of a kind, with commas");
}

ProxyPlan make_proxy_plan(const po::variables_map& values, const Strings& devices) {
  ProxyPlan plan;
  plan.proxies = named_proxies(values);
  auto& [skeleton, batch, seed] = plan.setting;
  const std::string set_of_images = image_set(values);
  if (values.contains("dataset") && (set_of_images.empty() || values.contains("images"))) {
    skeleton = nb201::skeleton(values["dataset"].as<std::string>());
  }
  const auto set = [&](const char* option, int& number) {
    if (values.contains(option)) number = values[option].as<int>();
  };
  set("channels", skeleton.channels);
  set("cells", skeleton.cells);
  set("classes", skeleton.classes);
  set("image-size", skeleton.image_size);
  set("batch", batch);
  if (batch < 1) throw Error(fmt::format("--batch {}: 2 or more are needed", batch));
  if (values["seed"].as<int>() < 0)
    throw Error(fmt::format("--seed {}: 0 or more is needed", values["seed"].as<int>()));
  seed = static_cast<std::uint64_t>(values["seed"].as<int>());
  plan.device = kind_of(devices);
  if (set_of_images.empty()) return plan;
  plan.images = network::first_training_images(load_images(values, set_of_images), batch, seed);
  if (!values.contains("classes")) skeleton.classes = plan.images->classes;
  skeleton.image_size = plan.images->side;
  return plan;
}

}  // namespace cellar
