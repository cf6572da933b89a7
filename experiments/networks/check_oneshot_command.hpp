#pragma once

#include "core/command.hpp"

namespace cellar {

// `cellar check oneshot FOLDER`: what the original computed with shared weights, computed again.
Command make_check_oneshot_command();

}  // namespace cellar
