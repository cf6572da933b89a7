#pragma once

#include <string>
#include <vector>

#include "core/formats/pickle/value.hpp"
#include "core/table/records/cell_record.hpp"

namespace cellar {

// Reads what a file holds of one cell: {'full': …, 'less': …} of NAS-Bench-201, {'12': …, '200': …} of NATS-Bench, each
// the state of an ArchResults. NAS-Bench-201's schedules are called as its client calls them, '12' before '200'. An
// Error says of which cell, data set and seed something is wrong.
CellRecord read_cell(const PickleValue& schedules);

// The spellings of all cells of the space, as {'meta_archs': […], …} lists them.
std::vector<std::string> read_meta_archs(const PickleValue& top);

// Whether it looks like one.
bool is_cell(const PickleValue& value);

}  // namespace cellar
