#include "experiments/report/report_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "core/suggest.hpp"
#include "experiments/program/commands.hpp"

namespace cellar {

namespace po = boost::program_options;

void add_report_options(CommandLine& line) {
  line.positional("folder", 1, "the folder that `cellar run --out` wrote");
  line.options().add_options()("table", po::value<std::string>()->value_name("NAME|FILE"),
                               "report by this table instead of the one that was run on")(
      "tables", po::value<std::string>()->value_name("DIR"), "look for tables by name in this folder first")(
      "plugin", po::value<std::vector<std::string>>()->value_name("LIBRARY"), "a shared library with more tables")(
      "incumbent", po::value<std::string>()->value_name("most|full"),
      "what a searcher that recommends nothing stands for: the best at the most epochs seen so far (most), or at the "
      "full number of epochs alone (full)")("mixed", po::bool_switch(),
                                            "take runs together that different versions of a plug-in made");
}

std::optional<std::string> given(const po::variables_map& values, const std::string& option) {
  if (values.count(option) == 0) return std::nullopt;
  return values[option].as<std::string>();
}

ReportSource report_source(Program& program, const po::variables_map& values) {
  if (values.count("folder") == 0) throw Error("no folder given: the one that `cellar run --out` wrote is needed");
  const auto folders = values["folder"].as<std::vector<std::string>>();
  const bool full = one_of(values, "incumbent", {"most", "full"}) == "full";
  const RunReading reading{full ? IncumbentCounts::full : IncumbentCounts::most_epochs, values["mixed"].as<bool>()};
  load_plugins(program, values);
  ReportSource source{folders.front(), given(values, "table").value_or(""), given(values, "tables").value_or("")};
  source.brought = &program.tables;
  source.reading = reading;
  return source;
}

void add_grid_options(CommandLine& line) {
  line.options().add_options()("points", po::value<std::string>()->value_name("N"), "points on a curve (150)")(
      "grid", po::value<std::string>()->value_name("log|linear"), "spacing of the points (log; linear for epochs)")(
      "from", po::value<std::string>()->value_name("S"),
      "first point (where all runs of some searcher have finished an evaluation)")(
      "to", po::value<std::string>()->value_name("S"), "last point (the last end)")(
      "axis", po::value<std::string>()->value_name("seconds|evaluations|epochs"),
      "what progress is counted in (simulated seconds; evaluations where the table has no prices)")(
      "rule", po::value<std::string>()->value_name("step|nats"),
      "between evaluations: what was finished by then (step), or NATS-Bench's interpolation (nats)");
}

CurveGrid curve_grid(const po::variables_map& values) {
  CurveGrid grid;
  if (const auto text = given(values, "points")) {
    const auto points = parse_number<int>(*text);
    if (!points || *points < 2 || *points > 100000) {
      throw Error(fmt::format("--points '{}' is not an integer from 2 to 100000", *text));
    }
    grid.points = *points;
  }
  if (values.count("axis") > 0) {
    const std::string axis = one_of(values, "axis", {"seconds", "evaluations", "epochs"});
    grid.axis = axis == "seconds" ? Axis::seconds : axis == "evaluations" ? Axis::evaluations : Axis::epochs;
  }
  grid.whole = grid.axis == Axis::epochs;
  const bool linear = grid.whole && values.count("grid") == 0;
  grid.logarithmic = !linear && one_of(values, "grid", {"log", "linear"}) == "log";
  if (const auto text = given(values, "from")) grid.from = parse_time("from", *text);
  if (const auto text = given(values, "to")) grid.to = parse_time("to", *text);
  return grid;
}

CurveRule curve_rule(const po::variables_map& values) {
  return one_of(values, "rule", {"step", "nats"}) == "nats" ? CurveRule::nats : CurveRule::step;
}

std::string one_of(const po::variables_map& values, const std::string& option,
                   const std::vector<std::string>& allowed) {
  std::string value = given(values, option).value_or(allowed.front());
  if (std::find(allowed.begin(), allowed.end(), value) != allowed.end()) return value;
  throw Error(unknown_name("--" + option, value, allowed));
}

double parse_time(const std::string& option, const std::string& text) {
  const auto time = parse_number<double>(text);
  if (!time || *time < 0) throw Error(fmt::format("--{} '{}' is not a number of 0 or more", option, text));
  return *time;
}

void print_notes(Report& report) {
  for (const std::string& note : report.notes) fmt::print(stderr, "cellar: {}\n", note);
  report.notes.clear();
}

}  // namespace cellar
