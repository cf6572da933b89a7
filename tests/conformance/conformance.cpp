#include "tests/conformance/conformance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/replay.hpp"
#include "core/run.hpp"
#include "core/trace/format.hpp"
#include "tests/conformance/outcome.hpp"
#include "tests/conformance/synthetic_oracle.hpp"

namespace cellar::conformance {

namespace {

// Less time for more workers, so that they do not make sixteen times as many trials.
Budget budget_for(const Setting& setting, int workers) {
  Budget budget = setting.budget;
  if (budget.unit == Budget::Unit::seconds) budget.limit *= 3.0 / (workers + 2);
  return budget;
}

Outcome make_run(const ConfiguredSearcher& configured, const Setting& setting, const Oracle& oracle, std::uint64_t seed,
                 int workers = 1) {
  const Problem problem{
      *setting.space, setting.name, oracle.objectives(), oracle.fidelities(), budget_for(setting, workers), workers};
  const auto searcher = configured.configuration->create(problem, seed, Resources{});
  TraceRows trace;
  run(*searcher, oracle, problem, seed, trace);
  return spelled(std::move(trace.rows), *setting.space, TraceColumns::of(problem.objectives, searcher->columns()));
}

// The first rows of a run as they come back from its trace on disk.
std::vector<TraceRow> reread(const Outcome& whole, const SearchSpace& space, std::size_t length) {
  const TraceFormat format(space, whole.columns);
  std::vector<TraceRow> rows;
  for (std::size_t row = 0; row < length; ++row) {
    const std::string& line = whole.lines[row];
    rows.push_back(format.parse(std::string_view(line).substr(0, line.size() - 1)));
  }
  return rows;
}

std::string prefixes_kept(const ConfiguredSearcher& searcher, const Setting& setting, int workers) {
  constexpr std::uint64_t kSeed = 3;
  const Outcome whole = make_run(searcher, setting, *setting.oracle, kSeed, workers);
  const std::size_t rows = whole.rows.size();
  if (rows == 0) return "nothing was asked";
  for (const std::size_t length : {std::size_t{0}, std::size_t{1}, rows / 3, rows / 2, rows - 1, rows}) {
    const RecordedOracle recorded(*setting.oracle, *setting.space, kSeed, reread(whole, *setting.space, length));
    const std::string other = first_difference(whole, make_run(searcher, setting, recorded, kSeed, workers));
    if (!other.empty()) return fmt::format("continued after {} of {} rows, {}", length, rows, other);
  }
  return "";
}

std::string workers_kept(const ConfiguredSearcher& searcher, const Setting& setting, int workers) {
  const Outcome outcome = make_run(searcher, setting, *setting.oracle, 4, workers);
  if (std::string broken = budget_kept(outcome, setting.budget); !broken.empty()) return broken;
  const auto busiest = std::max_element(outcome.rows.begin(), outcome.rows.end(),
                                        [](const TraceRow& a, const TraceRow& b) { return a.worker < b.worker; });
  return busiest->worker < workers ? "" : "a worker that does not exist has run a trial";
}

struct MeanBest {
  double mean;
  double squared_error;  // of the mean
};

MeanBest mean_best(const ConfiguredSearcher& searcher, const Setting& setting, int seeds) {
  double sum = 0;
  double squares = 0;
  for (int seed = 0; seed < seeds; ++seed) {
    const Outcome outcome = make_run(searcher, setting, *setting.oracle, static_cast<std::uint64_t>(seed));
    double best = 0;
    for (const TraceRow& row : outcome.rows) {
      if (row.fidelity == setting.oracle->fidelities().back()) best = std::max(best, row.values.at(0).value_or(0));
    }
    sum += best;
    squares += best * best;
  }
  const double mean = sum / seeds;
  return {mean, std::max(0.0, squares / seeds - mean * mean) / (seeds - 1)};
}

}  // namespace

std::vector<Finding> try_promises(const ConfiguredSearcher& searcher, const Setting& setting) {
  std::vector<Finding> findings;
  const auto ask = [&](std::string promise, const Promise& keep) {
    findings.push_back(finish(setting, attempt(setting, std::move(promise), keep)));
  };
  ask("makes valid proposals and comes to an end",
      [&] { return budget_kept(make_run(searcher, setting, *setting.oracle, 1), setting.budget); });
  ask("is deterministic in (options, seed)", [&] {
    return first_difference(make_run(searcher, setting, *setting.oracle, 2),
                            make_run(searcher, setting, *setting.oracle, 2));
  });
  for (const int workers : {1, 4}) {
    ask(fmt::format("continues from any prefix with {} workers", workers),
        [&] { return prefixes_kept(searcher, setting, workers); });
  }
  for (const int workers : {1, 4, 16}) {
    ask(fmt::format("finishes with {} workers", workers), [&] { return workers_kept(searcher, setting, workers); });
  }
  const FailingOracle failing(*setting.oracle);
  for (const int workers : {1, 4, 16}) {
    ask(fmt::format("survives architectures that fail with {} workers", workers),
        [&] { return budget_kept(make_run(searcher, setting, failing, 5, workers), setting.budget); });
  }
  return findings;
}

Finding try_against_chance(const ConfiguredSearcher& searcher, const ConfiguredSearcher& baseline,
                           const Setting& setting, int seeds) {
  std::string measured;
  Finding finding = attempt(setting, "is not worse than chance", [&]() -> std::string {
    const MeanBest own = mean_best(searcher, setting, seeds);
    const MeanBest chance = mean_best(baseline, setting, seeds);
    const double error = std::sqrt(own.squared_error + chance.squared_error);
    measured =
        fmt::format("mean best observed {:.3f} %, random {:.3f} %, standard error of the difference {:.3f}, {} seeds",
                    own.mean, chance.mean, error, seeds);
    return own.mean >= chance.mean - 3 * error ? "" : measured;
  });
  if (finding.kept) finding.detail = measured;
  return finish(setting, std::move(finding));
}

}  // namespace cellar::conformance
