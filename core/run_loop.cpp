#include "core/run_loop.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <queue>
#include <unordered_set>
#include <vector>

#include "core/errors.hpp"
#include "core/replay.hpp"
#include "core/run_tasks.hpp"

namespace cellar {

namespace {

using loop::Ending;
using loop::Started;
using loop::Task;

constexpr std::size_t kUsualTrials = 256;
constexpr int kMostIdleRequests = 1'000'000;

void check_problem(const Problem& problem) {
  require(problem.workers >= 1, "a run needs at least one worker");
  require(!problem.fidelities.empty(), "a problem needs at least one fidelity");
  require(!problem.objectives.empty() && problem.objectives.size() <= kMaxObjectives,
          "a problem needs one to eight objectives");
}

}  // namespace

class RunLoop::State {
 public:
  State(Searcher& searcher, const Problem& problem, std::uint64_t seed, TraceSink& trace)
      : searcher_(searcher), problem_(problem), seed_(seed), trace_(trace) {
    check_problem(problem);
    idle_.resize(static_cast<std::size_t>(problem.workers));
    tasks_.resize(idle_.size());
    started_.reserve(kUsualTrials);
    for (int worker = 0; worker < problem.workers; ++worker) idle_[worker] = problem.workers - 1 - worker;
    row_.extra.resize(searcher.columns().size());
    for (const Objective& objective : problem.objectives) all_maximised_ = all_maximised_ && objective.maximise;
  }

  void resume_after(std::span<const TraceRow> done) {
    if (done.empty()) return;
    require(problem_.workers == 1, "a run goes on from a searcher's state with one worker");
    for (const TraceRow& row : done) {
      require(row.trial == trials(), "a run goes on from rows that are not in order");
      const Started* const earlier = row.continues ? &started_.at(static_cast<std::size_t>(*row.continues)) : nullptr;
      const int root = earlier ? earlier->root : row.trial;
      if (row.asked()) {
        ++evaluations_;
        epochs_ += row.fidelity.epochs - (earlier ? earlier->fidelity.epochs : 0);
      }
      started_.push_back({row.arch, row.fidelity, root, true});
    }
    row_ = done.back();
    now_ = row_.end_seconds;
  }

  std::optional<Asked> next(const std::stop_token& stop) {
    std::optional<Asked> asked;
    while (!end_) {
      give_work(stop, asked);
      if (asked || end_ || unanswered_ > 0) break;
      waits_ = false;
      if (!pending_.empty()) tell_the_next();
      if (!pending_.empty()) continue;
      if (exhausted()) end_ = RunEnd::exhausted;
      if (!end_ && (finished_ || spent())) end_ = finished_ ? RunEnd::finished : RunEnd::budget;
    }
    return asked;
  }

  void answer(int trial, const Measurement& measured) {
    const int worker = worker_of(trial);
    Task& task = tasks_[worker];
    require(std::isfinite(measured.cost_seconds) && measured.cost_seconds >= 0,
            "an oracle charges what is no number of seconds");
    require(measured.values.failed() || measured.values.size() == problem_.objectives.size(),
            "an oracle answers with another number of values than it has objectives");
    require(!measured.values.any_infinite(), "an oracle answers what is no number");
    require(measured.values.failed() || !measured.values.all_missing(),
            "an oracle answers what is no number; a training that failed has no values");
    task.trial.values = turned(measured.values);
    task.trial.valid_accuracy = task.trial.values.at(0);
    task.trial.cost_seconds = measured.cost_seconds;
    task.trial.end_seconds = now_ + measured.cost_seconds;
    task.answered = true;
    --unanswered_;
    note_progress(measured.cost_seconds > 0 || problem_.budget.unit != Budget::Unit::seconds);
    pending_.push({task.trial.end_seconds, trial, worker});
  }

  std::optional<RunEnd> end() const { return end_; }
  int trials() const { return static_cast<int>(started_.size()); }

 private:
  // Asks the searcher until it has `asked` for an evaluation, all workers are busy, it wants to wait, or nothing more
  // may be started.
  void give_work(const std::stop_token& stop, std::optional<Asked>& asked) {
    while (!finished_ && !waits_ && !idle_.empty() && !spent() && !exhausted() && !stop.stop_requested()) {
      const Request request = searcher_.next();
      if (stop.stop_requested()) break;  // a long step may have been broken off
      if (const auto* evaluate = std::get_if<Evaluate>(&request)) {
        asked.emplace(start(*evaluate));
        return;
      }
      if (const auto* worked = std::get_if<Worked>(&request)) {
        record_work(*worked);
      } else if (std::holds_alternative<Wait>(request)) {
        promise(!pending_.empty() || unanswered_ > 0, "waits while no trial is pending");
        waits_ = true;
      } else {
        finished_ = true;
      }
    }
    if (stop.stop_requested()) end_ = RunEnd::stopped;
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

  bool exhausted() const { return problem_.ends_when_exhausted && known_.size() == problem_.space.size(); }

  Asked start(const Evaluate& asked) {
    check(asked);
    const int number = trials();
    const Started* const earlier = asked.continues ? &started_[*asked.continues] : nullptr;
    const int root = earlier ? earlier->root : number;
    const int from_epochs = earlier ? earlier->fidelity.epochs : 0;
    started_.push_back({asked.arch, asked.fidelity, root});
    ++evaluations_;
    epochs_ += asked.fidelity.epochs - from_epochs;
    if (problem_.ends_when_exhausted && asked.fidelity == problem_.full())
      known_.insert(problem_.space.index(asked.arch));
    last_worker_ = idle_.back();
    idle_.pop_back();
    Task& task = tasks_[last_worker_];
    task.trial.number = number;
    task.trial.asked = asked;
    task.start_seconds = now_;
    task.answered = false;
    ++unanswered_;
    return {number, task.trial.asked, from_epochs, trial_draw(seed_, root)};
  }

  int worker_of(int trial) const {
    const auto is_it = [&](const Task& task) { return !task.answered && task.trial.number == trial; };
    if (unanswered_ > 0 && is_it(tasks_[last_worker_])) return last_worker_;
    const auto found = std::find_if(tasks_.begin(), tasks_.end(), is_it);
    require(found != tasks_.end(), "an answer to a trial that was not asked for, or was answered");
    return static_cast<int>(found - tasks_.begin());
  }

  void check(const Evaluate& asked) const {
    if (!problem_.space.valid(asked.arch)) {
      throw SearcherFault(trials(), fmt::format("asked for what is not in space {}: {}", problem_.space.name(),
                                                problem_.space.why_invalid(asked.arch)));
    }
    const auto& offered = problem_.fidelities;
    if (std::find(offered.begin(), offered.end(), asked.fidelity) == offered.end()) {
      throw SearcherFault(trials(), fmt::format("asked for {}/{} epochs, which the problem does not offer; the most is "
                                                "{}/{}",
                                                asked.fidelity.epochs, asked.fidelity.schedule, problem_.full().epochs,
                                                problem_.full().schedule));
    }
    if (!asked.continues) return;
    const int earlier = *asked.continues;
    promise(earlier >= 0 && earlier < trials() && started_[earlier].told,
            "continues a trial that it has not been told");
    promise(started_[earlier].arch == asked.arch && started_[earlier].fidelity.schedule == asked.fidelity.schedule &&
                started_[earlier].fidelity.epochs < asked.fidelity.epochs,
            "continues a trial of another architecture or schedule, or not to more epochs");
  }

  void tell_the_next() {
    const int worker = pending_.top().worker;
    pending_.pop();
    const auto& [trial, start_seconds, answered] = tasks_[worker];
    now_ = trial.end_seconds;
    idle_.insert(std::lower_bound(idle_.begin(), idle_.end(), worker, std::greater<>()), worker);
    started_[trial.number].told = true;
    searcher_.tell(trial);
    using Status = TraceRow::Status;
    row_.trial = trial.number;
    row_.status = trial.values.failed() ? Status::failed : trial.asked.repaired ? Status::repaired : Status::ok;
    row_.worker = worker;
    row_.start_seconds = start_seconds;
    row_.end_seconds = trial.end_seconds;
    row_.arch = trial.asked.arch;
    row_.fidelity = trial.asked.fidelity;
    row_.continues = trial.asked.continues;
    row_.values = turned(trial.values);
    row_.cost_seconds = trial.cost_seconds;
    row_.tag = trial.asked.tag;
    write_row();
  }

  // From values as they are to those that searchers see, and back.
  Values turned(const Values& values) const { return all_maximised_ ? values : oriented(values, problem_.objectives); }

  void record_work(const Worked& worked) {
    promise(problem_.workers == 1, "trains by itself, which needs one worker");
    promise(std::isfinite(worked.seconds) && worked.seconds >= 0, "worked for no number of seconds");
    note_progress(worked.seconds > 0 && problem_.budget.unit == Budget::Unit::seconds);
    std::vector<double> extra = std::move(row_.extra);
    row_ = TraceRow{};
    row_.trial = trials();
    row_.status = TraceRow::Status::worked;
    row_.start_seconds = now_;
    now_ += worked.seconds;
    row_.end_seconds = now_;
    row_.cost_seconds = worked.seconds;
    row_.extra = std::move(extra);
    started_.push_back({Architecture(), {}, row_.trial});
    write_row();
  }

  void write_row() {
    row_.recommended = searcher_.recommend();
    if (row_.recommended && !problem_.space.valid(*row_.recommended)) {
      throw SearcherFault(row_.trial, fmt::format("recommends what is not in space {}: {}", problem_.space.name(),
                                                  problem_.space.why_invalid(*row_.recommended)));
    }
    if (!row_.extra.empty()) searcher_.fill(row_.extra);
    trace_.row(row_);
  }

  // A request that spends nothing of the budget is fine, a million on end never come to an end.
  void note_progress(bool spends) {
    idle_requests_ = spends ? 0 : idle_requests_ + 1;
    promise(idle_requests_ <= kMostIdleRequests, "makes a million requests on end that spend nothing of the budget");
  }

  void promise(bool kept, const char* otherwise) const {
    if (!kept) throw SearcherFault(trials(), otherwise);
  }

  Searcher& searcher_;
  const Problem& problem_;
  const std::uint64_t seed_;
  TraceSink& trace_;

  double now_ = 0;
  int evaluations_ = 0;
  int epochs_ = 0;
  int idle_requests_ = 0;
  int unanswered_ = 0;
  int last_worker_ = 0;
  bool finished_ = false;
  bool waits_ = false;  // until a pending trial is told
  bool all_maximised_ = true;
  std::optional<RunEnd> end_;
  std::unordered_set<std::uint64_t> known_;  // indices of what was asked for in full; where that may end the run
  std::vector<int> idle_;                    // descending, so that the lowest is taken first
  std::vector<Started> started_;
  std::vector<Task> tasks_;  // by worker
  std::priority_queue<Ending> pending_;
  TraceRow row_;
};

RunLoop::RunLoop(Searcher& searcher, const Problem& problem, std::uint64_t seed, TraceSink& trace)
    : state_(std::make_unique<State>(searcher, problem, seed, trace)) {}
RunLoop::~RunLoop() = default;

void RunLoop::resume_after(std::span<const TraceRow> done) { state_->resume_after(done); }
std::optional<Asked> RunLoop::next(const std::stop_token& stop) { return state_->next(stop); }
void RunLoop::answer(int trial, const Measurement& measured) { state_->answer(trial, measured); }
std::optional<RunEnd> RunLoop::end() const { return state_->end(); }
int RunLoop::trials() const { return state_->trials(); }

}  // namespace cellar
