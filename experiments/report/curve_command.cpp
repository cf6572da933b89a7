#include "core/errors.hpp"
#include "experiments/program/commands.hpp"
#include "experiments/report/output_file.hpp"
#include "experiments/report/report_options.hpp"

namespace cellar {
namespace {

namespace po = boost::program_options;

int run_curve(Program& program, const std::vector<std::string>& args) {
  CommandLine line("curve DIR --csv FILE",
                   "Writes quality over simulated time as CSV in long format:\n"
                   "dataset,searcher,seconds,metric,runs,mean,sd,median,q25,q75 (or evaluations, epochs for seconds)");
  add_report_options(line);
  line.options().add_options()("csv", po::value<std::string>()->value_name("FILE"), "where to; - is standard output")(
      "metric", po::value<std::vector<std::string>>()->composing()->value_name("M,…"), kMetricHelp);
  add_grid_options(line);
  const auto values = line.parse(args);
  if (!values) return 0;
  const auto file = given(*values, "csv");
  if (!file) throw Error("--csv FILE is needed (- for standard output)");
  const CurveGrid grid = curve_grid(*values);
  const CurveRule rule = curve_rule(*values);
  Report report = load_report(report_source(program, *values));
  const auto curves = make_curves(report, grid, rule, list_option(*values, "metric"));
  print_notes(report);
  write_output(*file, curve_csv(curves, axis_of(report, grid)));
  return 0;
}

}  // namespace

Command make_curve_command(Program& program) {
  const auto run = [&program](const std::vector<std::string>& args) { return run_curve(program, args); };
  return {"curve", "write quality over simulated time as CSV", run};
}

}  // namespace cellar
