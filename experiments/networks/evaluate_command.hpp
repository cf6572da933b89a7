#pragma once

#include "core/command.hpp"

namespace cellar {

// `cellar evaluate`: trained weights of a cell's network, shown images again.
Command make_evaluate_command();

}  // namespace cellar
