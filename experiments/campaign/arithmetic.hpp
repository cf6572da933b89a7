#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/searcher.hpp"
#include "core/trace/identity.hpp"

// A searcher that trains networks ends the same to the byte only with the device and the threads that it began with. A
// trace's head says which; a run that goes on takes them from there.
namespace cellar {

// Those of a trace that is to go on, where the command does not name others. `devices`: those of the command;
// `threads_named`: it says how many.
void take_arithmetic(const std::filesystem::path& trace, const std::vector<std::string>& devices, bool threads_named,
                     Resources& resources);

// Writes them into the head of a new trace; an Error if the trace that is there was begun with others. A trace that
// does not say goes on with any.
void record_arithmetic(const std::filesystem::path& trace, Searcher& searcher, RunIdentity& run);

}  // namespace cellar
