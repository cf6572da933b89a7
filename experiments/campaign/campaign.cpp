#include "experiments/campaign/campaign.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <stop_token>
#include <system_error>
#include <thread>

#include "core/errors.hpp"
#include "core/replay.hpp"
#include "experiments/campaign/arithmetic.hpp"
#include "experiments/campaign/folder_lock.hpp"
#include "experiments/campaign/interrupt.hpp"
#include "experiments/campaign/jobs.hpp"
#include "experiments/campaign/progress.hpp"
#include "experiments/campaign/set_aside.hpp"
#include "experiments/campaign/state_folder.hpp"
#include "experiments/campaign/trace_file.hpp"

namespace cellar {

namespace {

// Passes rows on and counts them.
class CountingSink final : public TraceSink {
 public:
  CountingSink(TraceSink& behind, Progress& progress) : behind_(behind), progress_(progress) {}
  ~CountingSink() override { publish(); }

  void row(const TraceRow& row) override {
    behind_.row(row);
    if (++unpublished_ == kPublishEvery) publish();
  }

 private:
  static constexpr int kPublishEvery = 64;

  void publish() {
    progress_.evaluations.fetch_add(unpublished_, std::memory_order_relaxed);
    unpublished_ = 0;
  }

  TraceSink& behind_;
  Progress& progress_;
  int unpublished_ = 0;
};

// Saves a searcher's state after every row, once the row is with the system.
class SavingSink final : public TraceSink {
 public:
  SavingSink(TraceSink& behind, TraceFile& file, const StateFolder& states, const StatefulSearcher& searcher,
             std::size_t rows)
      : behind_(behind), file_(file), states_(states), searcher_(searcher), rows_(rows) {}

  void row(const TraceRow& row) override {
    behind_.row(row);
    file_.flush();
    states_.save(++rows_, searcher_);
  }

 private:
  TraceSink& behind_;
  TraceFile& file_;
  const StateFolder& states_;
  const StatefulSearcher& searcher_;
  std::size_t rows_;
};

// Runs jobs on several threads, each taking the next one that is left.
class Crew {
 public:
  // `share`: of the cores, for the arithmetic of one job.
  Crew(const Campaign& campaign, const std::vector<Job>& jobs, int share, CampaignResult& result)
      : campaign_(campaign), jobs_(jobs), share_(share), result_(result) {}

  void work(int threads) {
    const InterruptGuard interrupt;
    ProgressLine line(static_cast<std::int64_t>(jobs_.size()));
    {
      std::vector<std::jthread> crew;
      crew.reserve(static_cast<std::size_t>(threads));
      try {
        while (static_cast<int>(crew.size()) < threads) {
          crew.emplace_back([this, resources = resources(crew.size())] { take_jobs(resources); });
        }
      } catch (const std::system_error&) {
        if (crew.empty()) throw;  // otherwise those that could be started do all
        threads = static_cast<int>(crew.size());
      }
      std::unique_lock lock(mutex_);
      const auto all_done = [&] { return threads_done_ == threads; };
      while (!thread_done_.wait_for(lock, std::chrono::milliseconds(100), all_done)) {
        line.show(progress_);
        if (!interrupt.interrupted()) continue;
        result_.interrupted = true;
        stop_.request_stop();
      }
    }
    result_.evaluations = progress_.evaluations;
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  // Those of the `member`-th thread.
  Resources resources(std::size_t member) {
    Resources resources;
    resources.device = campaign_.devices[member % campaign_.devices.size()];
    resources.threads = campaign_.arithmetic_threads > 0 ? campaign_.arithmetic_threads : share_;
    resources.data = campaign_.data;
    resources.verify_data = campaign_.verify_data;
    resources.graphs = campaign_.graphs;
    resources.deterministic = campaign_.deterministic;
    resources.stop = stop_.get_token();
    resources.progress = &progress_;
    return resources;
  }

  void take_jobs(const Resources& resources) {
    while (!stop_.stop_requested()) {
      const std::size_t mine = next_.fetch_add(1);
      if (mine >= jobs_.size()) break;
      const Job& job = jobs_[mine];
      if (is_faulty(job)) continue;
      try {
        do_job(job, resources);
      } catch (const SearcherFault& fault) {
        note_fault(job, fault);
      } catch (...) {
        const std::lock_guard lock(mutex_);
        if (!failure_) failure_ = std::current_exception();
        stop_.request_stop();
      }
    }
    const std::lock_guard lock(mutex_);
    ++threads_done_;
    thread_done_.notify_one();
  }

  bool is_faulty(const Job& job) {
    const std::lock_guard lock(mutex_);
    return std::find(faulty_.begin(), faulty_.end(), job.searcher) != faulty_.end();
  }

  // One run's fault says what the others' would, so they are left out.
  void note_fault(const Job& job, const SearcherFault& fault) {
    const std::lock_guard lock(mutex_);
    if (std::find(faulty_.begin(), faulty_.end(), job.searcher) != faulty_.end()) return;
    faulty_.push_back(job.searcher);
    const bool of_oracle = dynamic_cast<const OracleFault*>(&fault) != nullptr;
    result_.of_plugins = result_.of_plugins && (of_oracle || !job.searcher->entry->code.empty());
    result_.faults.push_back(job.fault_line(fault));
  }

  void do_job(const Job& job, Resources resources) {
    const bool by_state = job.searcher->entry->continuation == Continuation::state;
    if (by_state) take_arithmetic(job.file, campaign_.devices, campaign_.arithmetic_threads > 0, resources);
    const Problem problem = job.problem(campaign_);
    const auto searcher = job.create(problem, resources);
    RunIdentity identity = job.identity(campaign_);
    record_arithmetic(job.file, *searcher, identity);
    const TraceFormat format(*campaign_.space, TraceColumns::of(problem.objectives, searcher->columns()),
                             identity.has_seconds());
    TraceFile file(job.file, head_of(identity), format);
    if (file.complete()) return;
    std::vector<TraceRow> recorded = file.take_recorded();
    const bool continues = !recorded.empty();
    StatefulSearcher* const stateful = searcher->stateful();
    require(!by_state || stateful, "a searcher that is resumed by its state is no StatefulSearcher");
    const RunEnd end = by_state ? from_state(job, problem, *stateful, file, std::move(recorded))
                                : by_replay(job, problem, *searcher, file, std::move(recorded));
    file.close(end);
    if (end == RunEnd::stopped) return;
    progress_.runs_done.fetch_add(1, std::memory_order_relaxed);
    const std::lock_guard lock(mutex_);
    ++(continues ? result_.continued : result_.fresh);
  }

  RunEnd by_replay(const Job& job, const Problem& problem, Searcher& searcher, TraceFile& file,
                   std::vector<TraceRow> recorded) {
    CountingSink sink(file, progress_);
    const Oracle& oracle = *job.task->oracle;
    if (recorded.empty()) return run(searcher, oracle, problem, job.seed, sink, stop_.get_token());
    const RecordedOracle answers(oracle, *campaign_.space, job.seed, std::move(recorded));
    try {
      return run(searcher, answers, problem, job.seed, sink, stop_.get_token());
    } catch (const ReplayError& error) {
      throw Error(fmt::format("{}: {}", job.file.string(), error.what()));
    }
  }

  RunEnd from_state(const Job& job, const Problem& problem, StatefulSearcher& searcher, TraceFile& file,
                    std::vector<TraceRow> recorded) {
    const StateFolder states(job.file);
    const std::size_t rows = states.newest(recorded.size()).value_or(0);
    recorded.resize(rows);
    file.go_on_after(rows);
    if (rows > 0) {
      states.load(rows, searcher);
    } else if (!campaign_.from.empty()) {
      searcher.resume_from(campaign_.from);
    }
    CountingSink counting(file, progress_);
    SavingSink sink(counting, file, states, searcher, rows);
    return run(searcher, *job.task->oracle, problem, job.seed, sink, stop_.get_token(), recorded);
  }

  const Campaign& campaign_;
  const std::vector<Job>& jobs_;
  int share_;
  CampaignResult& result_;
  Progress progress_;
  std::atomic<std::size_t> next_{0};
  std::stop_source stop_;
  std::mutex mutex_;  // of what follows and of result_
  std::condition_variable thread_done_;
  int threads_done_ = 0;
  std::exception_ptr failure_;
  std::vector<const ConfiguredSearcher*> faulty_;
};

}  // namespace

CampaignResult run_campaign(const Campaign& campaign, int threads) {
  CampaignResult result;
  const FolderLock lock(campaign.folder);
  const MissingJobs missing = missing_jobs(campaign);
  const std::vector<Job>& jobs = missing.jobs;
  result.complete = missing.complete;
  result.redone = static_cast<int>(missing.outdated.size());
  set_aside(missing.outdated, campaign.folder);
  for (const Job& job : jobs) {
    std::error_code error;
    std::filesystem::create_directories(job.file.parent_path(), error);
    if (error) {
      throw Error(fmt::format("cannot make the folder {}: {}", job.file.parent_path().string(), error.message()));
    }
  }
  const auto most = [](std::size_t runs) { return static_cast<int>(std::clamp<std::size_t>(runs, 1, 1024)); };
  // As if nothing were done yet: runs that begin get the share of the cores that those before them got.
  const int at_a_time = std::clamp(threads, 1, most(jobs.size() + static_cast<std::size_t>(result.complete)));
  const int cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  Crew(campaign, jobs, std::max(1, cores / at_a_time), result).work(std::min(at_a_time, most(jobs.size())));
  return result;
}

}  // namespace cellar
