#pragma once

#include <boost/program_options/variables_map.hpp>
#include <cstdint>
#include <string>

#include "experiments/campaign/campaign.hpp"
#include "experiments/program/program.hpp"

namespace cellar {

// The campaign that the options of `cellar run` describe. An Error says which option cannot be, before a folder is
// made.
Campaign make_campaign(Program& program, const boost::program_options::variables_map& values);

// An integer within bounds.
std::int64_t integer_option(const boost::program_options::variables_map& values, const std::string& name,
                            std::int64_t least, std::int64_t most);

}  // namespace cellar
