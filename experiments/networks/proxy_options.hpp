#pragma once

#include <boost/program_options.hpp>
#include <string>
#include <vector>

#include "experiments/networks/proxy_plan.hpp"
#include "experiments/program/command_line.hpp"

namespace cellar {

// What `cellar proxy` computes, on the command line: proxies, networks, images, devices.
void add_proxy_options(CommandLine& line);

// `devices`: those that compute it, of one kind.
ProxyPlan make_proxy_plan(const boost::program_options::variables_map& values, const std::vector<std::string>& devices);

}  // namespace cellar
