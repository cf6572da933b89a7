#pragma once

#include "core/command.hpp"

namespace cellar {

// `cellar proxy`: cells scored without training, some or all of them.
Command make_proxy_command();

}  // namespace cellar
