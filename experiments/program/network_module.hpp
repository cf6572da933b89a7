#pragma once

#include <string>

#include "experiments/program/program.hpp"

namespace cellar {

// What needs LibTorch is a module, since linking it costs 0.6 s at every start: a plug-in beside libcellar.so, loaded
// when one of its searchers or commands is named.

// Adds its commands, by name and line of help only: they load it.
void register_network_commands(Program& program);

// Whether it is here; and loads it, once. An Error says what to install.
bool has_network_module();
void load_network_module(Program& program);

// Names of its searchers, with commas; and loads it if it has a searcher of this name.
std::string network_searchers();
void load_named_module(Program& program, const std::string& name);

// The same for a spelling, "darts" or "darts(epochs=50)". An Error for a searcher that neither it nor the program has.
void load_module_of(Program& program, const std::string& spelling);

// One of its commands that is not the program's own, as "check-oneshot".
const Command& network_command(Program& program, const std::string& name);

}  // namespace cellar
