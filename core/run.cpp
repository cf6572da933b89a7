#include "core/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <queue>
#include <vector>

#include "core/errors.hpp"
#include "core/replay.hpp"

namespace cellar {

namespace {

constexpr std::size_t kUsualTrials = 256;
constexpr int kMostIdleRequests = 1'000'000;

// What a run remembers of a trial, for those that continue it.
struct Started {
  Architecture arch;
  Fidelity fidelity;
  int root;  // the trial whose draw it has
  bool told = false;
};

// What a worker is busy with.
struct Task {
  Trial trial;
  double start_seconds = 0;
};

// The end of a pending trial, in a heap whose top is the next to be told.
struct Ending {
  double seconds;
  int trial;
  int worker;

  friend bool operator<(const Ending& a, const Ending& b) {
    if (a.seconds != b.seconds) return a.seconds > b.seconds;
    return a.trial > b.trial;
  }
};

class Run {
 public:
  Run(Searcher& searcher, const Oracle& oracle, const Problem& problem, std::uint64_t seed, TraceSink& trace)
      : searcher_(searcher), oracle_(oracle), problem_(problem), seed_(seed), trace_(trace) {
    require(problem.workers >= 1, "a run needs at least one worker");
    require(!problem.fidelities.empty(), "a problem needs at least one fidelity");
    idle_.resize(static_cast<std::size_t>(problem.workers));
    tasks_.resize(idle_.size());
    started_.reserve(kUsualTrials);
    for (int worker = 0; worker < problem.workers; ++worker) idle_[worker] = problem.workers - 1 - worker;
    row_.extra.resize(searcher.columns().size());
  }

  // Goes on after these rows instead of at the beginning.
  void take_up(std::span<const TraceRow> done) {
    if (done.empty()) return;
    require(problem_.workers == 1, "a run goes on from a searcher's state with one worker");
    for (const TraceRow& row : done) {
      require(row.trial == static_cast<int>(started_.size()), "a run goes on from rows that are not in order");
      const Started* const earlier = row.continues ? &started_.at(static_cast<std::size_t>(*row.continues)) : nullptr;
      const int root = earlier ? earlier->root : row.trial;
      if (row.status != TraceRow::Status::worked) {
        ++evaluations_;
        epochs_ += row.fidelity.epochs - (earlier ? earlier->fidelity.epochs : 0);
      }
      if (row.observed && (!row_.incumbent || *row.observed > best_)) {
        best_ = *row.observed;
        row_.incumbent = row.arch;
      }
      started_.push_back({row.arch, row.fidelity, root, true});
    }
    row_ = done.back();
    now_ = row_.end_seconds;
  }

  RunEnd to_the_end(const std::stop_token& stop) {
    do {
      give_work(stop);
      if (stop.stop_requested()) return RunEnd::stopped;
      if (!pending_.empty()) tell_the_next();
    } while (!pending_.empty() || (!finished_ && !spent()));
    return finished_ ? RunEnd::finished : RunEnd::budget;
  }

 private:
  // Asks the searcher until all workers are busy, it wants to wait, or nothing more may be started.
  void give_work(const std::stop_token& stop) {
    while (!finished_ && !idle_.empty() && !spent() && !stop.stop_requested()) {
      const Request request = searcher_.next();
      if (stop.stop_requested()) return;  // a long step may have been broken off
      if (const auto* evaluate = std::get_if<Evaluate>(&request)) {
        start(*evaluate);
      } else if (const auto* worked = std::get_if<Worked>(&request)) {
        record_work(*worked);
      } else if (std::holds_alternative<Wait>(request)) {
        require(!pending_.empty(), "a searcher waits while no trial is pending");
        return;
      } else {
        finished_ = true;
      }
    }
  }

  bool spent() const {
    switch (problem_.budget.unit) {
      case Budget::Unit::seconds:
        return now_ >= problem_.budget.limit;
      case Budget::Unit::evaluations:
        return evaluations_ >= problem_.budget.limit;
      case Budget::Unit::epochs:
        return epochs_ >= problem_.budget.limit;
    }
    throw ContractError("unknown unit of a budget");
  }

  void start(const Evaluate& asked) {
    check(asked);
    const int number = static_cast<int>(started_.size());
    const Started* const earlier = asked.continues ? &started_[*asked.continues] : nullptr;
    const int root = earlier ? earlier->root : number;
    const int from_epochs = earlier ? earlier->fidelity.epochs : 0;
    const Measurement measured = oracle_.measure(asked.arch, asked.fidelity, from_epochs, trial_draw(seed_, root));
    require(std::isfinite(measured.cost_seconds) && measured.cost_seconds >= 0,
            "an oracle charges what is no number of seconds");
    require(std::isfinite(measured.valid_accuracy.value_or(0)), "an oracle answers what is no number");
    started_.push_back({asked.arch, asked.fidelity, root});
    ++evaluations_;
    epochs_ += asked.fidelity.epochs - from_epochs;
    note_progress(measured.cost_seconds > 0 || problem_.budget.unit != Budget::Unit::seconds);
    const int worker = idle_.back();
    const double end = now_ + measured.cost_seconds;
    tasks_[worker] = {{number, asked, measured.valid_accuracy, measured.cost_seconds, end}, now_};
    pending_.push({end, number, worker});
    idle_.pop_back();
  }

  void check(const Evaluate& asked) const {
    if (!problem_.space.valid(asked.arch)) throw ContractError("a searcher proposed what is not in the search space");
    const auto& offered = problem_.fidelities;
    if (std::find(offered.begin(), offered.end(), asked.fidelity) == offered.end()) {
      throw ContractError(fmt::format("a searcher asked for {}/{} epochs, which the problem does not offer",
                                      asked.fidelity.epochs, asked.fidelity.schedule));
    }
    if (!asked.continues) return;
    const int earlier = *asked.continues;
    require(earlier >= 0 && earlier < static_cast<int>(started_.size()) && started_[earlier].told,
            "a searcher continues a trial that it has not been told");
    require(started_[earlier].arch == asked.arch && started_[earlier].fidelity.schedule == asked.fidelity.schedule &&
                started_[earlier].fidelity.epochs < asked.fidelity.epochs,
            "a searcher continues a trial of another architecture or schedule, or not to more epochs");
  }

  void tell_the_next() {
    const int worker = pending_.top().worker;
    pending_.pop();
    const auto& [trial, start_seconds] = tasks_[worker];
    now_ = trial.end_seconds;
    idle_.insert(std::lower_bound(idle_.begin(), idle_.end(), worker, std::greater<>()), worker);
    started_[trial.number].told = true;
    if (trial.valid_accuracy && (!row_.incumbent || *trial.valid_accuracy > best_)) {
      best_ = *trial.valid_accuracy;
      row_.incumbent = trial.asked.arch;
    }
    searcher_.tell(trial);
    row_.trial = trial.number;
    row_.status = trial.valid_accuracy ? TraceRow::Status::ok : TraceRow::Status::failed;
    row_.worker = worker;
    row_.start_seconds = start_seconds;
    row_.end_seconds = trial.end_seconds;
    row_.arch = trial.asked.arch;
    row_.fidelity = trial.asked.fidelity;
    row_.continues = trial.asked.continues;
    row_.observed = trial.valid_accuracy;
    row_.cost_seconds = trial.cost_seconds;
    row_.tag = trial.asked.tag;
    write_row();
  }

  void record_work(const Worked& worked) {
    require(problem_.workers == 1, "a searcher that trains by itself needs one worker");
    require(std::isfinite(worked.seconds) && worked.seconds >= 0, "a searcher worked for no number of seconds");
    note_progress(worked.seconds > 0 && problem_.budget.unit == Budget::Unit::seconds);
    const TraceRow before = row_;
    row_ = TraceRow{};
    row_.trial = static_cast<int>(started_.size());
    row_.status = TraceRow::Status::worked;
    row_.start_seconds = now_;
    now_ += worked.seconds;
    row_.end_seconds = now_;
    row_.cost_seconds = worked.seconds;
    row_.incumbent = before.incumbent;
    row_.extra = before.extra;
    started_.push_back({Architecture(), {}, row_.trial});
    write_row();
  }

  void write_row() {
    row_.recommended = searcher_.recommend();
    require(!row_.recommended || problem_.space.valid(*row_.recommended),
            "a searcher recommends what is not in the search space");
    if (!row_.extra.empty()) searcher_.fill(row_.extra);
    trace_.row(row_);
  }

  // A request that spends nothing of the budget is fine, a million on end never come to an end.
  void note_progress(bool spends) {
    idle_requests_ = spends ? 0 : idle_requests_ + 1;
    require(idle_requests_ <= kMostIdleRequests, "a million requests on end spend nothing of the budget");
  }

  Searcher& searcher_;
  const Oracle& oracle_;
  const Problem& problem_;
  const std::uint64_t seed_;
  TraceSink& trace_;

  double now_ = 0;
  int evaluations_ = 0;
  int epochs_ = 0;
  int idle_requests_ = 0;
  bool finished_ = false;
  double best_ = 0;
  std::vector<int> idle_;  // descending, so that the lowest is taken first
  std::vector<Started> started_;
  std::vector<Task> tasks_;  // by worker
  std::priority_queue<Ending> pending_;
  TraceRow row_;
};

}  // namespace

RunEnd run(Searcher& searcher, const Oracle& oracle, const Problem& problem, std::uint64_t seed, TraceSink& trace,
           const std::stop_token& stop, std::span<const TraceRow> done) {
  Run run(searcher, oracle, problem, seed, trace);
  run.take_up(done);
  return run.to_the_end(stop);
}

}  // namespace cellar
