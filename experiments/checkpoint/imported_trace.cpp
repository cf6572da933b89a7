#include "experiments/checkpoint/imported_trace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <utility>

#include "core/budget.hpp"
#include "core/checksum.hpp"
#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "core/printable.hpp"
#include "core/table/dataset.hpp"
#include "core/table/table_oracle.hpp"
#include "core/trace/end.hpp"
#include "core/trace/format.hpp"
#include "core/trace/identity.hpp"
#include "core/version.hpp"
#include "experiments/campaign/setup.hpp"
#include "experiments/checkpoint/checkpoint_facts.hpp"

namespace cellar {

namespace {

namespace fs = std::filesystem;

constexpr const char* kObserved = "valid@12/12";  // by NATS-Bench's multi-trial scripts

// What a trace's head says of the run.
struct Origin {
  std::string dataset, searcher;
  std::int64_t seed = 0;
  Budget budget;  // none by default
  Objective objective;
  std::string note, price, file;
};

Task task_of(const Judge& judge, const std::string& dataset) {
  const double endless = std::numeric_limits<double>::infinity();
  return make_task(judge.table, judge.space, {dataset, {kObserved}, Budget{Budget::Unit::evaluations, endless}, {}});
}

RunIdentity identity_of(const Origin& origin, const Task& task, const Judge& judge, const ImportRequest& request) {
  RunIdentity run;
  run.kind = RunIdentity::Kind::imported;
  run.table = judge.table->name();
  run.table_checksum = fmt::format("{:016x}", judge.table->checksum());
  run.space = judge.space->name();
  run.dataset = origin.dataset;
  run.searcher = origin.searcher;
  run.budget = origin.budget;
  run.objectives = {origin.objective};
  run.price = origin.price;
  run.seed = static_cast<std::uint64_t>(origin.seed);
  run.program = fmt::format("cellar {}", kVersion);
  run.spelling = origin.searcher;
  run.table_file = request.table_file;
  run.note = origin.note;
  run.truth = task.truth;
  run.imported = printable(origin.file);
  return run;
}

ImportedTrace finished_trace(const Origin& origin, std::string text) {
  text += TraceEnd{"finished", xxh3(std::as_bytes(std::span(text)))}.line();
  return {fs::path(origin.dataset) / origin.searcher / fmt::format("seed-{:06}.csv", origin.seed), std::move(text)};
}

void check_name(const std::string& name, const char* what) {
  const bool fits = !name.empty() && name != "." && name != ".." && name.find_first_of("/,\"#") == std::string::npos &&
                    printable(name) == name;
  if (!fits) throw Error(fmt::format("'{}' cannot be the name of a {}", printable(name), what));
}

// Of one training epoch of one cell, over the table; to a hundredth, as the head says it.
double mean_epoch_seconds(const Judge& judge, const std::string& dataset) {
  const TableOracle oracle(judge.table, *judge.space, dataset, std::vector<std::string>{kObserved});
  if (!oracle.has_prices())
    throw Error(fmt::format("table {} records no seconds for {}; give --epoch-seconds", judge.table->name(), dataset));
  double sum = 0;
  for (std::size_t i = 0; i < judge.table->size(); ++i) sum += oracle.cost_seconds(i, 1);
  return std::round(100 * sum / static_cast<double>(judge.table->size())) / 100;
}

std::string epoch_price(const ImportRequest& request, double seconds) {
  if (request.epoch_seconds) return fmt::format("{} s an epoch (--epoch-seconds)", seconds);
  return fmt::format(
      "{} s an epoch: checkpoints record no time, this is the mean of one training epoch of one cell in the table",
      seconds);
}

// The searchers as Cellar names them; `random` is another searcher here.
std::string searcher_of(const SearchCheckpoint& checkpoint) {
  if (checkpoint.algorithm.empty()) throw Error("it does not say which searcher made it; give --searcher");
  return checkpoint.algorithm == "random" ? "rsps" : checkpoint.algorithm;
}

struct KnownFolder {
  const char* begin;
  const char* searcher;
};
constexpr std::array kFolders = {KnownFolder{"R-EA", "evolution"}, KnownFolder{"REINFORCE", "reinforce"},
                                 KnownFolder{"RANDOM", "random"}, KnownFolder{"BOHB", "bohb"}};

std::string searcher_of(const fs::path& file) {
  const std::string folder = fs::absolute(file).parent_path().filename().string();
  for (const KnownFolder& known : kFolders) {
    if (folder.starts_with(known.begin)) return known.searcher;
  }
  throw Error(fmt::format("{}: its folder is none of R-EA…, REINFORCE…, RANDOM, BOHB; give --searcher", file.string()));
}

// "cifar10-T20000" -> cifar10 and 20000 seconds.
std::pair<std::string, Budget> protocol_of(const fs::path& file) {
  const std::string folder = fs::absolute(file).parent_path().parent_path().filename().string();
  const std::size_t mark = folder.rfind("-T");
  if (mark == std::string::npos) return {"", {}};
  const auto seconds = parse_number<double>(std::string_view(folder).substr(mark + 2));
  if (!seconds || *seconds <= 0) return {"", {}};
  return {folder.substr(0, mark), {Budget::Unit::seconds, *seconds}};
}

std::string run_text(const MultiTrialRun& run, const Origin& origin, const Task& task, const Judge& judge,
                     const ImportRequest& request) {
  const TraceFormat format(*judge.space, TraceColumns::of({&origin.objective, 1}, {}));
  std::string text = head_of(identity_of(origin, task, judge, request)).text() + format.column_line();
  TraceRow row;
  row.status = TraceRow::Status::worked;
  for (std::size_t i = 0; i < run.incumbents.size(); ++i) {
    check_index(judge, run.incumbents[i], origin.file);
    row.trial = static_cast<int>(i);
    row.start_seconds = row.end_seconds;
    row.end_seconds = run.end_seconds[i];
    row.cost_seconds = row.end_seconds - row.start_seconds;
    row.recommended = judge.space->at(static_cast<std::uint64_t>(run.incumbents[i]));
    format.append(text, row);
  }
  return text;
}

}  // namespace

ImportedTrace import_trace(const SearchCheckpoint& checkpoint, const Judge& judge, const ImportRequest& request) {
  Origin origin;
  origin.file = checkpoint.file->source();
  origin.dataset = judged_dataset(request.dataset, checkpoint, *judge.table);
  const Task task = task_of(judge, origin.dataset);
  origin.searcher = request.searcher.empty() ? searcher_of(checkpoint) : request.searcher;
  check_name(origin.searcher, "searcher");
  if (!request.seed && !checkpoint.seed && checkpoint.is_own())
    throw Error("it lies outside of its run folder, which says the seed; give --seed");
  origin.seed = request.seed ? *request.seed : checkpoint.seed.value_or(0);
  if (origin.seed < 0) throw Error(fmt::format("its seed is {}", origin.seed));
  const double seconds = request.epoch_seconds ? *request.epoch_seconds : mean_epoch_seconds(judge, origin.dataset);
  origin.price = epoch_price(request, seconds);
  origin.objective.name = "accuracy of the shared weights on validation images";
  origin.objective.source.kind = FigureSource::Kind::shared_weights;
  const TraceFormat format(*judge.space, TraceColumns::of({&origin.objective, 1}, {"skip_connects", "valid_accuracy"}));
  std::string text = head_of(identity_of(origin, task, judge, request)).text() + format.column_line();
  const CellTruth truth(judge.table, origin.dataset);
  const auto result = judged_result(checkpoint, judge, truth);
  for (const JudgedCell& cell : judged_cells(checkpoint, judge, truth)) {
    if (cell.number < 0 || cell.number >= checkpoint.finished_epochs) continue;
    const JudgedCell& found = result && cell.number == checkpoint.finished_epochs - 1 ? *result : cell;
    TraceRow row;
    row.trial = cell.number;
    row.status = TraceRow::Status::worked;
    row.start_seconds = seconds * cell.number;
    row.end_seconds = seconds * (cell.number + 1);
    row.cost_seconds = seconds;
    row.recommended = judge.space->at(found.index);
    row.extra = {static_cast<double>(found.skip_connects), found.seen};
    format.append(text, row);
  }
  return finished_trace(origin, std::move(text));
}

std::vector<ImportedTrace> import_traces(const std::vector<MultiTrialRun>& runs, const fs::path& file,
                                         const Judge& judge, const ImportRequest& request) {
  const auto [folder_dataset, budget] = protocol_of(file);
  Origin origin;
  origin.file = file.string();
  origin.dataset = request.dataset.empty() ? folder_dataset : request.dataset;
  if (origin.dataset.empty())
    throw Error(fmt::format("{} does not say on which data set it was made; give --dataset", file.string()));
  const Task task = task_of(judge, origin.dataset);
  origin.searcher = request.searcher.empty() ? searcher_of(file) : request.searcher;
  check_name(origin.searcher, "searcher");
  origin.budget = budget;
  origin.objective = task.oracle->objectives().front();
  origin.note = "the values are not in the file";
  origin.price = "as recorded in the file";
  std::vector<ImportedTrace> traces;
  for (const MultiTrialRun& run : runs) {
    origin.seed = run.number;
    traces.push_back(finished_trace(origin, run_text(run, origin, task, judge, request)));
  }
  return traces;
}

}  // namespace cellar
