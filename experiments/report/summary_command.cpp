#include <fmt/format.h>

#include "experiments/program/commands.hpp"
#include "experiments/report/output_file.hpp"
#include "experiments/report/report_options.hpp"
#include "experiments/report/summary.hpp"

namespace cellar {
namespace {

namespace po = boost::program_options;

CommandLine command_line() {
  CommandLine line("summary DIR [--at S,S…] [--report DATASET,…] [--json]",
                   "Says how good what the runs in DIR found really is, beside published figures where they compare:\n"
                   "mean and standard deviation over the runs, of the recommended architecture or else the incumbent.");
  add_report_options(line);
  line.options().add_options()("at", po::value<std::vector<std::string>>()->composing()->value_name("S,S…"),
                               "at these simulated times among finished evaluations, not at the end of each run")(
      "report", po::value<std::vector<std::string>>()->composing()->value_name("DATASET,…"),
      "also the figures of these data sets for what was found")(
      "metric", po::value<std::vector<std::string>>()->composing()->value_name("M,…"),
      "also these columns that searchers write: skip_connects, valid_accuracy")("json", po::bool_switch(), "as JSON");
  return line;
}

int run_summary(Program& program, const std::vector<std::string>& args) {
  const auto values = command_line().parse(args);
  if (!values) return 0;
  SummaryRequest request;
  for (const std::string& text : list_option(*values, "at")) request.at_seconds.push_back(parse_time("at", text));
  request.report_datasets = list_option(*values, "report");
  request.columns = list_option(*values, "metric");
  Report report = load_report(report_source(program, *values));
  const auto tables = summarise(report, request);
  print_notes(report);
  write_output("-", (*values)["json"].as<bool>() ? summary_json(tables) : summary_text(tables));
  return 0;
}

}  // namespace

Command make_summary_command(Program& program) {
  const auto run = [&program](const std::vector<std::string>& args) { return run_summary(program, args); };
  return {"summary", "compare searchers by what they found, beside published figures", run};
}

}  // namespace cellar
