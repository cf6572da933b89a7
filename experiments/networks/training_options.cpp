#include "experiments/networks/training_options.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "experiments/program/default_threads.hpp"

namespace cellar {

namespace po = boost::program_options;

void add_image_options(CommandLine& line) {
  line.options().add_options()("dataset", po::value<std::string>(),
                               "cifar10-valid, cifar10, cifar100, ImageNet16-120, fashion-mnist, mnist, idx")(
      "data", po::value<std::string>()->default_value(""),
      "the folder of its images (fashion-mnist: found without one where Debian's package is installed)")(
      "verify-data", "compare the md5 of the images' files with what is published")(
      "side", po::value<std::string>(), "reduce images to this side [pixels] (default: as they are)")(
      "most-images", po::value<std::string>(), "so many images of each part of the set (default: all)")(
      "device", po::value<std::vector<std::string>>(), "where: auto, cpu (the default), cuda, cuda:1, mps")(
      "torch-threads", po::value<std::string>(), "threads of the arithmetic (default: the cores)");
}

std::int64_t integer_option(const po::variables_map& values, const std::string& name, std::int64_t least,
                            std::int64_t most, std::int64_t otherwise) {
  if (!values.contains(name)) return otherwise;
  const auto text = values[name].as<std::string>();
  const auto value = parse_number<std::int64_t>(text);
  if (!value || *value < least || *value > most) {
    throw Error(fmt::format("--{} {}: allowed is an integer from {} to {}", name, text, least, most));
  }
  return *value;
}

network::CellImages ImageChoice::load() const {
  network::CellImageOptions options;
  options.side = side;
  options.most = most;
  options.verify = verify;
  return network::load_cell_images(dataset, folder, options);
}

ImageChoice image_choice(const po::variables_map& values, const std::string& command) {
  if (!values.contains("dataset")) {
    throw Error(fmt::format("cellar {} needs --dataset NAME, as in --dataset cifar10", command));
  }
  return {values["dataset"].as<std::string>(), values["data"].as<std::string>(),
          static_cast<int>(integer_option(values, "side", 1, 1024, 0)),
          static_cast<int>(integer_option(values, "most-images", 1, 100'000'000, 0)), values.contains("verify-data")};
}

std::vector<std::string> device_options(const po::variables_map& values) {
  const auto devices = list_option(values, "device");
  return devices.empty() ? std::vector<std::string>{"cpu"} : devices;
}

int arithmetic_threads(const po::variables_map& values, int at_a_time) {
  return static_cast<int>(integer_option(values, "torch-threads", 1, 1024, std::max(1, core_count() / at_a_time)));
}

}  // namespace cellar
