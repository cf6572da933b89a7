#pragma once

#include <boost/program_options/variables_map.hpp>

#include "core/table/table.hpp"

namespace cellar {

// What `cellar best` and `cellar query` answer of any table by the names of its figures; the questions about trials and
// sets of images (benchmark.hpp) are for tables of NAS-Bench-201 and NATS-Bench.

// Whether this is meant: --metric or --limit is given, or the table is of another space.
bool asks_by_figure(const Table& table, const boost::program_options::variables_map& values);

void print_best_by_figure(const std::shared_ptr<const Table>& table,
                          const boost::program_options::variables_map& values);
void print_figures_of(const Table& table, const std::string& architecture,
                      const boost::program_options::variables_map& values);

}  // namespace cellar
