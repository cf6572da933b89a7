#include <fmt/format.h>

#include "core/errors.hpp"
#include "experiments/client/benchmark.hpp"
#include "experiments/client/client_options.hpp"
#include "experiments/client/figure_commands.hpp"
#include "experiments/client/trial_view.hpp"
#include "experiments/program/commands.hpp"
#include "experiments/report/json_text.hpp"
#include "experiments/report/text_table.hpp"

namespace cellar {

namespace {

namespace po = boost::program_options;

std::optional<double> limit(const po::variables_map& values, const std::string& name) {
  if (!values.contains(name)) return std::nullopt;
  return values[name].as<double>();
}

void print_best(const Benchmark& benchmark, const Question& question, const std::vector<RankedCell>& best, bool json) {
  const ResolvedQuestion resolved = resolve(question);
  PythonValue list = PythonValue::array();
  std::vector<std::vector<std::string>> rows = {{"index  cell", "accuracy [%]", "MFLOPs", "parameters [M]", "trials"}};
  for (const RankedCell& cell : best) {
    const NetworkCosts costs = benchmark.costs(cell.index, resolved.dataset, resolved.schedule);
    const std::size_t trials = benchmark.seeds(cell.index, resolved.dataset, resolved.schedule).size();
    const std::string architecture(benchmark.architecture(cell.index));
    const auto text = [](const std::optional<double>& value, int digits) {
      return value ? fmt::format("{:.{}f}", *value, digits) : std::string("-");
    };
    rows.push_back({fmt::format("{:>5}  {}", cell.index, architecture), fmt::format("{:.3f}", cell.value),
                    text(costs.mflops, 3), text(costs.mparams, 4), trials == 0 ? "-" : std::to_string(trials)});
    PythonValue item = {{"index", cell.index}, {"architecture", architecture}, {"accuracy", cell.value}};
    item["mflops"] = costs.mflops ? PythonValue(*costs.mflops) : PythonValue(nullptr);
    item["mparams"] = costs.mparams ? PythonValue(*costs.mparams) : PythonValue(nullptr);
    item["trials"] = trials;
    list.push_back(std::move(item));
  }
  if (json) {
    const PythonValue document = {{"dataset", resolved.dataset},
                                  {"set", set_name(resolved.set)},
                                  {"schedule", resolved.schedule},
                                  {"best", std::move(list)}};
    fmt::print("{}", json_text(document));
    return;
  }
  fmt::print("highest {} (table {})\n\n{}", format(resolved), benchmark.table().name(), text_table(rows));
}

void find_original(OriginalClient& client, const po::variables_map& values) {
  const auto optional_limit = [&](const char* name) {
    const auto value = limit(values, name);
    return value ? PythonValue(*value) : PythonValue(nullptr);
  };
  const PythonValue found =
      client.find_best(*text_option(values, "dataset"), *text_option(values, "set"), optional_limit("flops-max"),
                       optional_limit("params-max"), schedule_label(text_option(values, "schedule").value_or("12")));
  if (values.contains("json")) return print_python(found, true);
  fmt::print("({}, {})\n", python_repr(found[0]), python_repr(found[1]));
}

void best(Program& program, const po::variables_map& values) {
  const auto table = client_table(program, values);
  if (!values.contains("as") && asks_by_figure(*table, values)) return print_best_by_figure(table, values);
  if (!values.contains("dataset") || !values.contains("set")) {
    throw Error(
        fmt::format("cellar best needs --dataset ({}) and --set (valid, test, x-valid, x-test, ori-test, train)",
                    fmt::join(table->datasets(), ", ")));
  }
  if (as_original(values, table, [&](OriginalClient& client) { find_original(client, values); })) return;
  const Benchmark benchmark(table);
  Question question;
  question.dataset = *text_option(values, "dataset");
  question.set = *text_option(values, "set");
  question.schedule = text_option(values, "schedule").value_or(benchmark.longest_schedule());
  question.epoch = int_option(values, "epoch");
  question.seed = int_option(values, "seed");
  const int top = values["top"].as<int>();
  if (top < 1) throw Error(fmt::format("--top {}: at least 1 is needed", top));
  const CostLimits limits{limit(values, "flops-max"), limit(values, "params-max")};
  print_best(benchmark, question, benchmark.best(question, limits, static_cast<std::size_t>(top)),
             values.contains("json"));
}

}  // namespace

Command make_best_command(Program& program) {
  const auto run = [&program](const std::vector<std::string>& args) {
    CommandLine line(
        "best --dataset D --set S [options]   or   cellar best --dataset D --metric FIGURE [--limit 'params<=1e6']",
        "The cells of the highest accuracy, within limits on their costs. Default: after the last epoch of\n"
        "the longest schedule, the mean over all trials. valid and test of cifar10 are x-valid of\n"
        "cifar10-valid and ori-test of cifar10. With --metric, and on tables of other spaces: by any figure.");
    line.options().add_options()("dataset", po::value<std::string>(),
                                 "cifar10-valid, cifar10, cifar100, ImageNet16-120")(
        "set", po::value<std::string>(), "valid, test, or train, x-valid, x-test, ori-test")(
        "schedule", po::value<std::string>(), "12, 200 (01, 12, 90), or less, full; also --hp")(
        "epoch", po::value<int>(), "after this epoch, from 1")("seed", po::value<int>(), "only trials of this seed")(
        "flops-max", po::value<double>(), "at most so many MFLOPs")("params-max", po::value<double>(),
                                                                    "at most so many million parameters")(
        "metric", po::value<std::string>(), "a figure of the table: test@200/200, epoch_seconds, latency.raspi4")(
        "limit", po::value<std::vector<std::string>>()->composing(),
        "with --metric: only architectures within it, 'params<=1e6'; may be given several times")(
        "top", po::value<int>()->default_value(1), "how many cells to print");
    add_client_options(line);
    if (const auto values = line.parse(with_schedule(args))) best(program, *values);
    return 0;
  };
  return {"best", "the best cells of a benchmark table, within limits", run};
}

}  // namespace cellar
