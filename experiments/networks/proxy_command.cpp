#include "experiments/networks/proxy_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "core/errors.hpp"
#include "core/suggest.hpp"
#include "core/table/ground_truth.hpp"
#include "core/table/space_check.hpp"
#include "experiments/networks/proxy_options.hpp"
#include "experiments/networks/proxy_sweep.hpp"
#include "experiments/networks/rank_correlation.hpp"
#include "experiments/networks/training_options.hpp"
#include "experiments/program/default_threads.hpp"
#include "experiments/program/program.hpp"
#include "experiments/report/text_table.hpp"
#include "experiments/show/facts.hpp"
#include "experiments/show/parse_architecture.hpp"

namespace cellar {

namespace {

namespace po = boost::program_options;
using Strings = std::vector<std::string>;
using Rows = std::vector<Strings>;

void print_cells(const ProxyPlan& plan, const network::ProxyScorer& scorer, const Strings& cells) {
  const Nb201 space;
  network::use_arithmetic_threads(1);  // as --all does: the same numbers
  Rows rows = {{"cell"}};
  for (const std::string& name : plan.names()) rows[0].push_back(name);
  for (const std::string& text : cells) {
    const Architecture cell = parse_architecture(space, text);
    rows.push_back({space.format(cell)});
    for (const double value : scorer.scores(cell, plan.proxies)) rows.back().push_back(fmt::format("{:.6g}", value));
  }
  fmt::print("{}", text_table(rows));
}

// The values of those whose truth is among the best tenth.
std::vector<double> among_best(const std::vector<double>& values, const std::vector<double>& truth) {
  std::vector<double> sorted = truth;
  std::sort(sorted.begin(), sorted.end());
  const double least = sorted[sorted.size() - sorted.size() / 10 - 1];
  std::vector<double> best = values;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    if (truth[i] < least) best[i] = std::nan("");
  }
  return best;
}

// With the test accuracy of one data set.
void print_correlations(const ProxyPlan& plan, const ProxyFile& file, const std::shared_ptr<const Table>& table,
                        const std::string& dataset) {
  const GroundTruth truth(table, dataset);
  const Measure measure{"test", {200, 200}};
  const ColumnView column = truth.values(measure);
  std::vector<double> right;
  for (std::size_t i = 0; i < file.rows().size(); ++i) right.push_back(column[i]);
  Rows rows = {{"proxy", "Spearman", "Kendall", "Spearman, best tenth", "no number"}};
  for (std::size_t i = 0; i < plan.proxies.size(); ++i) {
    std::vector<double> left;
    for (const auto& row : file.rows()) left.push_back(row[i]);
    const auto missing = std::count_if(left.begin(), left.end(), [](double value) { return std::isnan(value); });
    rows.push_back({plan.names()[i], fmt::format("{:.3f}", spearman(left, right)),
                    fmt::format("{:.3f}", kendall(left, right)),
                    fmt::format("{:.3f}", spearman(among_best(left, right), right)), std::to_string(missing)});
  }
  fmt::print("Rank correlation with {} over {} cells; those without a number are left out\n{}",
             format(truth.metric(measure)), right.size(), text_table(rows));
}

// Found, and of these data sets, before hours are spent on scores.
std::shared_ptr<const Table> truth_table(const po::variables_map& values, const Strings& datasets) {
  const std::string name = values.contains("table") ? values["table"].as<std::string>() : "nb201";
  auto table = find_table(name, values["tables"].as<std::string>());
  check_space(*table, Nb201());
  for (const std::string& dataset : datasets) {
    const auto known = table->datasets();
    if (std::find(known.begin(), known.end(), dataset) != known.end()) continue;
    throw Error(unknown_name("data set of table " + table->name(), dataset, known));
  }
  return table;
}

// The data sets whose truth the scores are compared with; empty: none is asked for.
Strings truths(const po::variables_map& values) {
  Strings datasets = list_option(values, "truth");
  if (!datasets.empty() || !(values.contains("table") || values.contains("dataset"))) return datasets;
  return {values.contains("dataset") ? values["dataset"].as<std::string>() : "cifar10"};
}

// One for each device, where they are not the CPU.
int thread_count(const po::variables_map& values, const ProxyPlan& plan, const Strings& devices) {
  if (!values.contains("threads")) return plan.device == "cpu" ? core_count() : static_cast<int>(devices.size());
  const int threads = values["threads"].as<int>();
  if (threads < 1) throw Error(fmt::format("--threads {}: 1 or more is needed", threads));
  return threads;
}

void proxy(const po::variables_map& values) {
  const Strings devices = device_options(values);
  const ProxyPlan plan = make_proxy_plan(values, devices);
  const bool all = values.contains("all");
  if (values.contains("cell") == all) throw Error("cellar proxy needs cells, their spellings or indices, or --all");
  if (!all && devices.size() > 1) throw Error("cellar proxy computes on several devices with --all only");
  if (!all) return print_cells(plan, make_scorers(plan, devices).front(), values["cell"].as<Strings>());
  if (!values.contains("out")) throw Error("--all needs --out FILE.csv, which it can be continued from");
  const int threads = thread_count(values, plan, devices);
  const Strings datasets = truths(values);
  const auto table = datasets.empty() ? nullptr : truth_table(values, datasets);
  const auto scorers = make_scorers(plan, devices);  // before the file is made
  const Nb201 space;
  const std::string out = values["out"].as<std::string>();
  ProxyFile file(out, plan);
  sweep_proxies(space, plan, scorers, *space.size(), threads, file);
  fmt::print("{}: {} cells, {}\n", out, file.rows().size(), plan.spelling());
  for (const std::string& dataset : datasets) print_correlations(plan, file, table, dataset);
}

std::string proxy_list() {
  std::string text = "Proxies:\n";
  for (const network::Proxy& proxy : network::proxies()) {
    text += fmt::format("  {:<18}{} ({})\n", proxy.name, proxy.what, proxy.source);
  }
  return text;
}

}  // namespace

Command make_proxy_command() {
  const auto run = [](const Strings& args) {
    CommandLine line("proxy CELL|INDEX… [--proxy NAMES]   or   cellar proxy --all --proxy NAMES --out FILE.csv",
                     "Scores cells of NAS-Bench-201 without training, from networks with initial weights that look at\n"
                     "noise, or at training images (--data, --images). With --all, all 15,625 of them, into a file "
                     "that the same command continues; and with\n"
                     "--truth, --table or --dataset, how well the scores rank the cells.");
    line.positional("cell", -1, "spelling or index");
    add_proxy_options(line);
    line.options().add_options()("all", "all cells")("out", po::value<std::string>(), "with --all: the file")(
        "threads", po::value<int>(), "with --all: threads (default: all cores, or one for each device that is named)")(
        "table", po::value<std::string>(), "with --all: the truth, by name or a FILE.table (default: nb201)")(
        "truth", po::value<Strings>(), "with --all: rank correlations with the test accuracies of these data sets")(
        "tables", po::value<std::string>()->default_value(""), "a folder of tables");
    line.epilogue(proxy_list());
    const auto values = line.parse(args);
    if (values) proxy(*values);
    return 0;
  };
  return {"proxy", "score cells without training", run};
}

}  // namespace cellar
