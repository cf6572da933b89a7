#pragma once

#include <boost/program_options/variables_map.hpp>
#include <string>
#include <vector>

#include "core/command.hpp"
#include "experiments/program/program.hpp"

namespace cellar {

// The commands of the program. Each holds on to `program`, which must outlive it.
Command make_list_command(Program& program);
Command make_show_command(Program& program);
Command make_import_command(Program& program);
Command make_weights_command(Program& program);
Command make_run_command(Program& program);
Command make_summary_command(Program& program);
Command make_curve_command(Program& program);
Command make_plot_command(Program& program);
Command make_check_command(Program& program);
Command make_query_command(Program& program);
Command make_best_command(Program& program);
Command make_stats_command(Program& program);
Command make_checkpoint_command(Program& program);

// Fills a Program with everything that is built in.
void register_builtin(Program& program);

// Loads plug-ins, each once: files by name; or what --plugin names, where the command has that option and it is given.
void load_plugins(Program& program, const std::vector<std::string>& files);
void load_plugins(Program& program, const boost::program_options::variables_map& values);

// The page that `cellar --help` prints.
std::string program_help(const Program& program);

// Runs `cellar ARGS…` and turns errors into one line on standard error and the exit status: 0 fine, 2 what the user can
// mend, 1 our own fault, 130 after Ctrl-C.
int run_program(const std::vector<std::string>& args);

}  // namespace cellar
