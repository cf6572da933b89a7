#pragma once

#include <string>

#include "core/formats/search_checkpoint/search_checkpoint.hpp"

namespace cellar {

// Which algorithm made a checkpoint, by what else is known of it: its settings say so (NATS-Bench), or the folder and
// the settings that only one of NAS-Bench-201's scripts has. Empty: unknown.
std::string algorithm_of(const SearchCheckpoint& checkpoint);

}  // namespace cellar
