#pragma once

#include "core/command.hpp"

namespace cellar {

// `cellar train`: trains networks of cells as the benchmark does.
Command make_train_command();

}  // namespace cellar
