#include <fmt/format.h>

#include <array>

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

// Everything known of a cell on a data set after one epoch.
struct Answer {
  struct Row {
    std::string set;
    std::optional<double> accuracy, loss, seconds;
  };
  std::size_t index = 0;
  Question question;
  std::vector<int> seeds;  // that there are; the answer is their mean, or one of them
  std::vector<Row> rows;
  NetworkCosts costs;
};

Answer::Row row(const Benchmark& benchmark, std::size_t index, Question question, const std::string& set) {
  question.set = set;
  const auto figure = [&](Figure of) {
    question.figure = of;
    return benchmark.find(index, question);
  };
  return {set, figure(Figure::accuracy), figure(Figure::loss), figure(Figure::seconds)};
}

Answer answer(const Benchmark& benchmark, const std::string& cell, const po::variables_map& values) {
  Answer answer;
  answer.index = benchmark.index(cell);
  Question& question = answer.question;
  question.dataset = *text_option(values, "dataset");
  question.schedule = schedule_label(text_option(values, "schedule").value_or(benchmark.longest_schedule()));
  question.epoch = int_option(values, "epoch");
  question.seed = int_option(values, "seed");
  if (const auto set = text_option(values, "set")) {
    question.set = *set;
    benchmark.value(answer.index, question);  // an Error says what there is
    const ResolvedQuestion resolved = resolve(question);
    question.dataset = resolved.dataset;
    answer.rows = {row(benchmark, answer.index, question, std::string(set_name(resolved.set)))};
  } else {
    for (const ImageSet of : kImageSets) {
      const Answer::Row found = row(benchmark, answer.index, question, std::string(set_name(of)));
      if (found.accuracy || found.loss) answer.rows.push_back(found);
    }
    if (answer.rows.empty()) {
      question.set = "train";
      benchmark.value(answer.index, question);  // throws
    }
  }
  answer.seeds = benchmark.seeds(answer.index, question.dataset, question.schedule);
  answer.costs = benchmark.costs(answer.index, question.dataset, question.schedule);
  return answer;
}

std::string number(const std::optional<double>& value, int digits) {
  return value ? fmt::format("{:.{}f}", *value, digits) : std::string("-");
}

std::string trials_text(const Answer& answer) {
  if (answer.question.seed) return fmt::format("the trial of seed {}", *answer.question.seed);
  if (answer.seeds.empty()) return "mean over its trials";
  if (answer.seeds.size() == 1) return fmt::format("one trial, of seed {}", answer.seeds[0]);
  return fmt::format("mean of {} trials, seeds {}", answer.seeds.size(), fmt::join(answer.seeds, ", "));
}

void print_text(const Benchmark& benchmark, const Answer& answer) {
  const Question& question = answer.question;
  const std::string after = question.epoch
                                ? fmt::format("epoch {} of the {}-epoch schedule", *question.epoch, question.schedule)
                                : fmt::format("all {} epochs", question.schedule);
  fmt::print("{} {}  {}\n{} after {}: {}\n\n", benchmark.table().space(), answer.index,
             benchmark.architecture(answer.index), question.dataset, after, trials_text(answer));
  std::vector<std::vector<std::string>> rows = {{"set", "accuracy [%]", "loss", "pass [s]"}};
  for (const Answer::Row& row : answer.rows)
    rows.push_back({row.set, number(row.accuracy, 3), number(row.loss, 4), number(row.seconds, 3)});
  fmt::print("{}\n", text_table(rows));
  const NetworkCosts& costs = answer.costs;
  if (costs.mflops) fmt::print("FLOPs       {:.5f} M\n", *costs.mflops);
  if (costs.mparams) fmt::print("parameters  {:.6f} M\n", *costs.mparams);
  if (costs.latency_seconds)
    fmt::print("latency     {:.3f} ms for a batch of 256 images\n", *costs.latency_seconds * 1e3);
  if (costs.epoch_seconds) fmt::print("training    {:.3f} s an epoch\n", *costs.epoch_seconds);
  fmt::print("also there  data sets {}; schedules {}\n",
             fmt::join(benchmark.datasets(answer.index, question.schedule), ", "),
             fmt::join(benchmark.schedules(answer.index), ", "));
}

PythonValue json_number(const std::optional<double>& value) {
  return value ? PythonValue(*value) : PythonValue(nullptr);
}

void print_json(const Benchmark& benchmark, const Answer& answer) {
  const Question& question = answer.question;
  PythonValue json = {{"index", answer.index},
                      {"architecture", benchmark.architecture(answer.index)},
                      {"dataset", question.dataset},
                      {"schedule", question.schedule},
                      {"epoch", question.epoch ? PythonValue(*question.epoch) : PythonValue(nullptr)},
                      {"seed", question.seed ? PythonValue(*question.seed) : PythonValue(nullptr)},
                      {"seeds", answer.seeds}};
  for (const Answer::Row& row : answer.rows) {
    json["sets"][row.set] = {{"accuracy", json_number(row.accuracy)},
                             {"loss", json_number(row.loss)},
                             {"seconds", json_number(row.seconds)}};
  }
  json["mflops"] = json_number(answer.costs.mflops);
  json["mparams"] = json_number(answer.costs.mparams);
  json["latency_seconds"] = json_number(answer.costs.latency_seconds);
  json["epoch_seconds"] = json_number(answer.costs.epoch_seconds);
  fmt::print("{}", json_text(json));
}

// get_more_info; with --set get_metrics. Their default schedule, 12 epochs, and all trials or the one of --seed.
void query_original(OriginalClient& client, const std::string& cell, const po::variables_map& values) {
  const auto epoch = int_option(values, "epoch");
  const auto seed = int_option(values, "seed");
  const PythonValue iepoch = epoch ? PythonValue(*epoch - 1) : PythonValue(nullptr);
  const PythonValue is_random = seed ? PythonValue(*seed) : PythonValue(false);
  const std::string hp = schedule_label(text_option(values, "schedule").value_or("12"));
  const std::string dataset = *text_option(values, "dataset");
  PythonValue result;
  if (const auto set = text_option(values, "set")) {
    const CellView view = client.query_meta_info_by_index(client.query_index_by_arch(cell_argument(cell)), hp);
    result = view.get_metrics(dataset, *set, iepoch, is_random).to_python();
  } else {
    result = client.get_more_info(cell_argument(cell), dataset, iepoch, hp, is_random);
  }
  print_python(result, values.contains("json"));
}

void query(Program& program, const po::variables_map& values) {
  if (!values.contains("cell")) throw Error("cellar query needs a cell, its spelling or index");
  const auto table = client_table(program, values);
  const std::string cell = values["cell"].as<std::vector<std::string>>().front();
  if (!values.contains("as") && asks_by_figure(*table, values)) return print_figures_of(*table, cell, values);
  if (!values.contains("dataset"))
    throw Error(fmt::format("cellar query needs --dataset: {}", fmt::join(table->datasets(), ", ")));
  if (as_original(values, table, [&](OriginalClient& client) { query_original(client, cell, values); })) return;
  const Benchmark benchmark(table);
  const Answer found = answer(benchmark, cell, values);
  values.contains("json") ? print_json(benchmark, found) : print_text(benchmark, found);
}

}  // namespace

Command make_query_command(Program& program) {
  const auto run = [&program](const std::vector<std::string>& args) {
    CommandLine line("query CELL --dataset D [options]",
                     "What the table knows of a cell on one data set: accuracy, loss and time of each set, its costs.\n"
                     "CELL is an index or a spelling. Epochs count from 1. Default: the last epoch of the longest\n"
                     "schedule, the mean over all trials.");
    line.positional("cell", 1, "spelling or index");
    line.options().add_options()("dataset", po::value<std::string>(),
                                 "cifar10-valid, cifar10, cifar100, ImageNet16-120")(
        "set", po::value<std::string>(), "train, x-valid, x-test, ori-test, or valid, test (default: all there are)")(
        "epoch", po::value<int>(), "after this epoch, from 1")("schedule", po::value<std::string>(),
                                                               "12, 200 (01, 12, 90), or less, full; also --hp")(
        "seed", po::value<int>(), "this trial alone");
    add_client_options(line);
    if (const auto values = line.parse(with_schedule(args))) query(program, *values);
    return 0;
  };
  return {"query", "what a benchmark table knows of one cell", run};
}

}  // namespace cellar
