#include "tests/conformance/training.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>
#include <stop_token>
#include <utility>

#include "core/errors.hpp"
#include "core/run.hpp"
#include "tests/conformance/outcome.hpp"
#include "tests/conformance/saved_states.hpp"

namespace cellar::conformance {

namespace {

constexpr std::uint64_t kSeed = 3;
constexpr std::size_t kMostRows = 1000;  // a searcher is tried with few
constexpr std::string_view kLoss = "weight_loss";

bool is_one_line(const Error& error) { return std::string_view(error.what()).find('\n') == std::string_view::npos; }

// Keeps the rows, and saves the searcher after each of them.
class SavingRows final : public TraceRows {
 public:
  SavingRows(const StatefulSearcher& searcher, const SavedStates& states, std::span<const TraceRow> done)
      : searcher_(searcher), states_(states) {
    rows.assign(done.begin(), done.end());
  }

  void row(const TraceRow& row) override {
    TraceRows::row(row);
    if (rows.size() > kMostRows) throw ContractError(fmt::format("{} steps, and no end", kMostRows));
    states_.save(rows.size(), searcher_);
  }

 private:
  const StatefulSearcher& searcher_;
  const SavedStates& states_;
};

// A run and what it saved on its way.
struct Training {
  Outcome outcome;
  RunEnd end = RunEnd::finished;
  SavedStates states;
};

// What a run goes on from.
struct Before {
  const Training& whole;
  std::size_t rows;
};

// How a run is made: the promises change one thing or another.
class RunSetup {
 public:
  RunSetup(const ConfiguredSearcher& searcher, const Setting& setting) : searcher_(searcher), setting_(setting) {
    if (!searcher.entry->ends_by_itself) budget = setting.budget;
  }

  Resources resources;
  Budget budget;
  std::uint64_t seed = kSeed;
  int workers = 1;

  std::unique_ptr<Searcher> create() const { return searcher_.configuration->create(problem(), seed, resources); }

  void run(Training& into, const Before* before = nullptr) const {
    const Problem asked = problem();
    const auto searcher = searcher_.configuration->create(asked, seed, resources);
    StatefulSearcher* const stateful = searcher->stateful();
    require(stateful != nullptr, "it is no StatefulSearcher: it has no state to be resumed from");
    std::span<const TraceRow> done;
    if (before != nullptr && before->rows > 0) {
      done = std::span(before->whole.outcome.rows).first(before->rows);
      before->whole.states.load(before->rows, *stateful);
    }
    SavingRows trace(*stateful, into.states, done);
    into.end = cellar::run(*searcher, *setting_.oracle, asked, seed, trace, resources.stop, done);
    into.outcome =
        spelled(std::move(trace.rows), *setting_.space, TraceColumns::of(asked.objectives, searcher->columns()));
  }

 private:
  Problem problem() const {
    const Oracle& oracle = *setting_.oracle;
    return {*setting_.space, setting_.name, oracle.objectives(), oracle.fidelities(), budget, workers};
  }

  const ConfiguredSearcher& searcher_;
  const Setting& setting_;
};

std::string recommends(const Training& whole, const ConfiguredSearcher& searcher) {
  for (const TraceRow& row : whole.outcome.rows) {
    if (!row.recommended) return fmt::format("nothing is recommended in row {}", row.trial);
  }
  if (searcher.entry->ends_by_itself && whole.end != RunEnd::finished) return "it does not end by itself";
  return whole.outcome.rows.empty() ? "nothing was done" : "";
}

// Rows and the states after those from `from` on.
std::string difference(const Training& whole, const Training& other, std::size_t from = 0) {
  if (std::string rows = first_difference(whole.outcome, other.outcome); !rows.empty()) return rows;
  for (std::size_t rows = from + 1; rows <= whole.outcome.rows.size(); ++rows) {
    if (whole.states.bytes(rows) != other.states.bytes(rows)) {
      return fmt::format("the states that are saved after {} rows differ", rows);
    }
  }
  return whole.end == other.end ? "" : "the runs end otherwise";
}

std::string continues(const RunSetup& setup, const Training& whole) {
  const std::size_t rows = whole.outcome.rows.size();
  for (std::size_t before = 0; before <= rows; ++before) {
    const Before from{whole, before};
    Training continued;
    setup.run(continued, &from);
    const std::string other = difference(whole, continued, before);
    if (!other.empty()) return fmt::format("continued after {} of {} rows, {}", before, rows, other);
  }
  return "";
}

// Asks to stop as soon as a step says how far it is, and counts what it says afterwards.
class StopsAtOnce final : public ProgressSink {
 public:
  void progress(std::string_view /*what*/, double /*fraction*/) override { source.request_stop() || ++later; }
  std::stop_source source;
  int later = 0;
};

std::string stops(RunSetup setup, const Training& whole) {
  StopsAtOnce sink;
  setup.resources.progress = &sink;
  setup.resources.stop = sink.source.get_token();
  const std::size_t rows = std::min<std::size_t>(1, whole.outcome.rows.size() - 1);
  const Before from{whole, rows};
  Training stopped;
  setup.run(stopped, &from);
  if (!sink.source.stop_requested()) return "";  // its steps are too short to say anything
  if (stopped.end != RunEnd::stopped || sink.later > 1) return "it goes on";
  return stopped.outcome.rows.size() == rows ? "" : "a step that was broken off is recorded";
}

std::string refuses_workers(RunSetup setup) {
  setup.workers = 2;
  try {
    Training none;
    setup.run(none);
  } catch (const Error& error) {
    return is_one_line(error) ? "" : "in several lines";
  }
  return "it does not";
}

// Of the column's first and last value, means over seeds.
struct Losses {
  double first = 0, last = 0;
};

std::optional<Losses> mean_losses(RunSetup setup, int seeds) {
  Losses losses;
  for (int seed = 0; seed < seeds; ++seed) {
    setup.seed = static_cast<std::uint64_t>(seed);
    Training training;
    setup.run(training);
    const auto& columns = training.outcome.columns.own;
    const auto column = static_cast<std::size_t>(std::find(columns.begin(), columns.end(), kLoss) - columns.begin());
    if (column == columns.size() || training.outcome.rows.empty()) return std::nullopt;
    losses.first += training.outcome.rows.front().extra[column] / seeds;
    losses.last += training.outcome.rows.back().extra[column] / seeds;
  }
  return losses;
}

Finding learns(const RunSetup& setup, const Setting& setting) {
  constexpr int kSeeds = 4;
  std::string measured = "not asked: it has no column weight_loss";
  Finding finding = attempt(setting, "brings down the loss of its weights", [&]() -> std::string {
    const std::optional<Losses> losses = mean_losses(setup, kSeeds);
    if (!losses) return "";
    measured = fmt::format("{:.3f} in the first step, {:.3f} in the last, mean of {} seeds", losses->first,
                           losses->last, kSeeds);
    return losses->last < losses->first ? "" : measured;
  });
  if (finding.kept) finding.detail = measured;
  return finish(setting, std::move(finding));
}

}  // namespace

std::vector<Finding> try_training_promises(const ConfiguredSearcher& searcher, const Setting& setting) {
  RunSetup setup(searcher, setting);
  try {
    setup.create();
  } catch (const Error& error) {
    const std::string promise = "refuses this space in one line";
    if (setting.begin) setting.begin(promise);
    return {finish(setting, {setting.name, promise, is_one_line(error), error.what()})};
  }
  std::vector<Finding> findings;
  const auto ask = [&](std::string promise, const Promise& keep) {
    findings.push_back(finish(setting, attempt(setting, std::move(promise), keep)));
    return findings.back().kept;
  };
  Training whole;
  const auto first = [&] {
    setup.run(whole);
    return recommends(whole, searcher);
  };
  if (!ask("recommends an architecture after each step and comes to an end", first)) return findings;
  ask("is deterministic in (options, seed)", [&] {
    Training again;
    setup.run(again);
    return difference(whole, again);
  });
  ask("goes on from what it saved after each step, to the byte", [&] { return continues(setup, whole); });
  ask("finds the same with other threads that prepare data", [&] {
    RunSetup other = setup;
    other.resources.data_threads = 3;
    Training threaded;
    other.run(threaded);
    return difference(whole, threaded);
  });
  ask("stops within a step when it is asked to", [&] { return stops(setup, whole); });
  ask("refuses more than one worker in one line", [&] { return refuses_workers(setup); });
  findings.push_back(learns(setup, setting));
  return findings;
}

}  // namespace cellar::conformance
