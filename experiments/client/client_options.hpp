#pragma once

#include <boost/program_options/variables_map.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/table/table.hpp"
#include "experiments/client/original_client.hpp"
#include "experiments/program/command_line.hpp"
#include "experiments/program/program.hpp"

namespace cellar {

// The options that the commands over a benchmark's trials share: --table, --tables, --as, --json.
void add_client_options(CommandLine& line);
// Loads the plug-ins that are named, too.
std::shared_ptr<const Table> client_table(Program& program, const boost::program_options::variables_map& values);

std::optional<std::string> text_option(const boost::program_options::variables_map& values, const std::string& name);
std::optional<int> int_option(const boost::program_options::variables_map& values, const std::string& name);

// `args` with --hp, the original's name for it, as --schedule.
std::vector<std::string> with_schedule(std::vector<std::string> args);

// Runs `use` with the original client that --as names, if it does; what that raises becomes an Error in Python's words,
// "KeyError: 'cifar11'". False without --as.
bool as_original(const boost::program_options::variables_map& values, const std::shared_ptr<const Table>& table,
                 const std::function<void(OriginalClient&)>& use);

// A result as Python prints it, or with --json as json.dumps does.
void print_python(const PythonValue& value, bool json);

// The spelling or index of a cell, as the original takes it.
PythonValue cell_argument(const std::string& text);

}  // namespace cellar
