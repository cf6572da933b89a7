#pragma once

#include <boost/program_options.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "experiments/program/command_line.hpp"
#include "space/network/data/cell_images.hpp"

namespace cellar {

// What `cellar train` and `cellar evaluate` have in common on the command line: data set, images, device, threads.
void add_image_options(CommandLine& line);

// An option's integer, if it is given. An Error names the option and says what is allowed.
std::int64_t integer_option(const boost::program_options::variables_map& values, const std::string& name,
                            std::int64_t least, std::int64_t most, std::int64_t otherwise);

// What --dataset, --data, --verify-data, --side and --most-images name.
struct ImageChoice {
  std::string dataset;
  std::string folder;
  int side = 0, most = 0;
  bool verify = false;

  network::CellImages load() const;
};
ImageChoice image_choice(const boost::program_options::variables_map& values, const std::string& command);

// Those that --device names, the CPU without it.
std::vector<std::string> device_options(const boost::program_options::variables_map& values);

// --torch-threads; without it the cores, shared by so many at a time.
int arithmetic_threads(const boost::program_options::variables_map& values, int at_a_time);

}  // namespace cellar
