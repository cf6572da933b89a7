#include <fmt/format.h>

#include "experiments/client/benchmark.hpp"
#include "experiments/client/client_options.hpp"
#include "experiments/program/commands.hpp"
#include "experiments/report/json_text.hpp"

namespace cellar {

namespace {

namespace po = boost::program_options;

using Counts = std::map<int, std::size_t>;  // trials -> cells

std::string counts_text(const Counts& counts) {
  std::vector<std::string> parts;
  for (const auto& [trials, cells] : counts) {
    parts.push_back(
        fmt::format("{} {} of {} trial{}", cells, cells == 1 ? "cell" : "cells", trials, trials == 1 ? "" : "s"));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

void print_statistics(const Benchmark& benchmark, const std::vector<std::string>& datasets,
                      const std::vector<std::string>& schedules, bool json) {
  PythonValue document = PythonValue::object();
  for (const std::string& dataset : datasets) {
    for (const std::string& schedule : schedules) {
      const Counts counts = benchmark.statistics(dataset, schedule);
      PythonValue& place = document[dataset][schedule] = PythonValue::object();
      for (const auto& [trials, cells] : counts) place[std::to_string(trials)] = cells;
      if (!json) fmt::print("{:<16}{:>3} epochs  {}\n", dataset, schedule, counts_text(counts));
    }
  }
  if (json) fmt::print("{}", json_text(document));
}

void count_original(OriginalClient& client, const po::variables_map& values) {
  const auto dataset = text_option(values, "dataset");
  if (!dataset) throw Error("--as needs --dataset: cifar10-valid, cifar10, cifar100 or ImageNet16-120");
  const PythonValue counts =
      client.statistics(*dataset, schedule_label(text_option(values, "schedule").value_or("12")));
  if (values.contains("json")) return print_python(counts, true);
  std::vector<std::string> parts;
  for (const auto& [trials, cells] : counts.items()) parts.push_back(fmt::format("{}: {}", trials, cells.get<int>()));
  fmt::print("{{{}}}\n", fmt::join(parts, ", "));
}

void count(Program& program, const po::variables_map& values) {
  const auto table = client_table(program, values);
  if (as_original(values, table, [&](OriginalClient& client) { count_original(client, values); })) return;
  const Benchmark benchmark(table);
  const auto dataset = text_option(values, "dataset");
  const auto schedule = text_option(values, "schedule");
  print_statistics(benchmark, dataset ? std::vector{benchmark.known_dataset(*dataset)} : table->datasets(),
                   schedule ? std::vector{benchmark.known_schedule(*schedule)} : benchmark.schedules(),
                   values.contains("json"));
}

}  // namespace

Command make_stats_command(Program& program) {
  const auto run = [&program](const std::vector<std::string>& args) {
    CommandLine line(
        "stats [options]",
        "How many cells have how many trials, for each data set and schedule of a table that was imported\n"
        "from an official file.");
    line.options().add_options()("dataset", po::value<std::string>(), "this data set alone")(
        "schedule", po::value<std::string>(), "this schedule alone: 12, 200 (01, 12, 90), or less, full; also --hp");
    add_client_options(line);
    if (const auto values = line.parse(with_schedule(args))) count(program, *values);
    return 0;
  };
  return {"stats", "how many trials a benchmark table holds", run};
}

}  // namespace cellar
