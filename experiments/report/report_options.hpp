#pragma once

#include <boost/program_options.hpp>
#include <optional>
#include <string>
#include <vector>

#include "experiments/program/command_line.hpp"
#include "experiments/program/program.hpp"
#include "experiments/report/curve.hpp"
#include "experiments/report/report.hpp"

namespace cellar {

// What the three report commands share: the folder, and where its tables are.
void add_report_options(CommandLine& line);
// Loads the plug-ins that are named, too.
ReportSource report_source(Program& program, const boost::program_options::variables_map& values);

// What --metric takes.
inline constexpr const char* kMetricHelp =
    "test@200/200, valid@200/200, valid@12/12, test_regret (or regret), visible_regret; a column that the searcher "
    "writes, skip_connects; or many, alpha_1_0_*";

// What curves and plots share.
void add_grid_options(CommandLine& line);
CurveGrid curve_grid(const boost::program_options::variables_map& values);
CurveRule curve_rule(const boost::program_options::variables_map& values);

// An option's value where it was given.
std::optional<std::string> given(const boost::program_options::variables_map& values, const std::string& option);

// The value, which must be one of `allowed`; an Error suggests the nearest.
std::string one_of(const boost::program_options::variables_map& values, const std::string& option,
                   const std::vector<std::string>& allowed);

// A number of seconds or evaluations; an Error names the option.
double parse_time(const std::string& option, const std::string& text);

// The report's notes as `cellar: …` lines on the standard error; those printed are taken out.
void print_notes(Report& report);

}  // namespace cellar
