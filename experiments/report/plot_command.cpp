#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "core/errors.hpp"
#include "experiments/program/commands.hpp"
#include "experiments/report/gnuplot.hpp"
#include "experiments/report/output_file.hpp"
#include "experiments/report/plot.hpp"
#include "experiments/report/report_options.hpp"

namespace cellar {
namespace {

namespace po = boost::program_options;

constexpr std::string_view kPlaceholder = "{dataset}";

CommandLine command_line() {
  CommandLine line(
      "plot DIR --out FILE.{svg,png,pdf} | --terminal",
      "Draws quality over simulated time with gnuplot: the mean over runs and a band around it, one panel\n"
      "for each data set, or one file each where FILE holds {dataset}; several metrics below each other.");
  add_report_options(line);
  line.options().add_options()("out", po::value<std::string>()->value_name("FILE"),
                               "the picture; its ending says which kind")("terminal", po::bool_switch(),
                                                                          "draw in characters on the terminal")(
      "dataset", po::value<std::string>()->value_name("D"), "only this data set")(
      "metric", po::value<std::vector<std::string>>()->composing()->value_name("M,…"),
      fmt::format("panels below each other: {}", kMetricHelp).c_str())("log", po::bool_switch(),
                                                                       "a logarithmic axis for a regret")(
      "band", po::value<std::string>()->value_name("quartiles|sd|se|none"),
      "around the mean (quartiles, or none for more than six searchers)")(
      "title", po::value<std::string>()->value_name("TEXT"), "instead of data set and table");
  add_grid_options(line);
  return line;
}

PlotRequest plot_request(const po::variables_map& values) {
  PlotRequest request;
  request.metrics = list_option(values, "metric");
  request.dataset = given(values, "dataset").value_or("");
  request.title = given(values, "title").value_or("");
  request.grid = curve_grid(values);
  request.rule = curve_rule(values);
  if (values.count("band") == 0) return request;
  const std::string band = one_of(values, "band", {"quartiles", "sd", "se", "none"});
  request.band = band == "sd"          ? PlotBand::sd
                 : band == "quartiles" ? PlotBand::quartiles
                 : band == "se"        ? PlotBand::se
                                       : PlotBand::none;
  return request;
}

PlotStyle plot_style(const po::variables_map& values, const PlotRequest& request, PlotBand band, std::size_t across) {
  const bool log_value = values["log"].as<bool>();
  const auto is_regret = [](const std::string& metric) { return metric.ends_with("regret"); };
  if (log_value && std::none_of(request.metrics.begin(), request.metrics.end(), is_regret)) {
    throw Error("--log is for --metric test_regret or visible_regret");
  }
  return {request.grid.logarithmic, log_value, band, across};
}

PlotTarget terminal_target() {
  PlotTarget target;
  target.kind = PlotTarget::Kind::terminal;
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return target;
  if (size.ws_col > 0) target.columns = std::max<int>(size.ws_col - 1, 40);
  if (size.ws_row > 0) target.rows = std::clamp<int>(size.ws_row - 2, 15, 40);
  return target;
}

void draw_file(const std::string& file, const std::vector<PlotPanel>& panels, const PlotStyle& style) {
  PlotTarget target;
  target.kind = plot_kind(file);
  write_output(file, run_gnuplot(plot_script(panels, style, target)));
  fmt::print("{}\n", file);
}

void draw_files(const std::string& file, Report& report, const PlotRequest& request, const PlotStyle& style) {
  const auto panels = make_panels(report, request);
  const std::size_t place = file.find(kPlaceholder);
  if (place == std::string::npos) {
    draw_file(file, panels, style);
    return;
  }
  const auto datasets = panel_datasets(report, request);
  PlotStyle own_style = style;
  own_style.across = 1;
  for (std::size_t i = 0; i < datasets.size(); ++i) {
    std::string own = file;
    std::vector<PlotPanel> column;
    for (std::size_t panel = i; panel < panels.size(); panel += datasets.size()) column.push_back(panels[panel]);
    draw_file(own.replace(place, kPlaceholder.size(), datasets[i]), column, own_style);
  }
}

int run_plot(Program& program, const std::vector<std::string>& args) {
  const auto values = command_line().parse(args);
  if (!values) return 0;
  const auto file = given(*values, "out");
  const bool terminal = (*values)["terminal"].as<bool>();
  if (!file && !terminal) throw Error("--out FILE.svg (or .png, .pdf) or --terminal is needed");
  if (file) plot_kind(*file);
  PlotRequest request = plot_request(*values);
  Report report = load_report(report_source(program, *values));
  const PlotStyle style =
      plot_style(*values, request, band_of(report, request), panel_datasets(report, request).size());
  if (file) draw_files(*file, report, request, style);
  print_notes(report);
  if (!terminal) return 0;
  request.band = PlotBand::none;  // characters cannot show it, nor may the title speak of it
  const auto panels = make_panels(report, request);
  write_output("-",
               run_gnuplot(plot_script(panels, {style.log_time, style.log_value, PlotBand::none}, terminal_target())));
  return 0;
}

}  // namespace

Command make_plot_command(Program& program) {
  const auto run = [&program](const std::vector<std::string>& args) { return run_plot(program, args); };
  return {"plot", "draw quality over simulated time (SVG, PNG, PDF or terminal)", run};
}

}  // namespace cellar
