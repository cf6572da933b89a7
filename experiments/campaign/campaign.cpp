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
#include "experiments/campaign/folder_lock.hpp"
#include "experiments/campaign/interrupt.hpp"
#include "experiments/campaign/jobs.hpp"
#include "experiments/campaign/progress.hpp"
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

// Runs jobs on several threads, each taking the next one that is left.
class Crew {
 public:
  Crew(const Campaign& campaign, const std::vector<Job>& jobs, CampaignResult& result)
      : campaign_(campaign), jobs_(jobs), result_(result) {}

  void work(int threads) {
    const InterruptGuard interrupt;
    ProgressLine line(static_cast<std::int64_t>(jobs_.size()));
    {
      std::vector<std::jthread> crew;
      crew.reserve(static_cast<std::size_t>(threads));
      try {
        while (static_cast<int>(crew.size()) < threads) crew.emplace_back([this] { take_jobs(); });
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
  void take_jobs() {
    while (!stop_.stop_requested()) {
      const std::size_t mine = next_.fetch_add(1);
      if (mine >= jobs_.size()) break;
      try {
        do_job(jobs_[mine]);
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

  void do_job(const Job& job) {
    const Oracle& oracle = *job.task->oracle;
    const Problem problem{*campaign_.space, job.task->dataset, oracle.fidelities(), job.budget(), campaign_.workers};
    Resources resources;
    resources.stop = stop_.get_token();
    const auto searcher = job.searcher->configuration->create(problem, job.seed, resources);
    const TraceFormat format(*campaign_.space, searcher->columns());
    TraceFile file(job.file, job.header(campaign_), format);
    if (file.complete()) return;
    std::vector<TraceRow> recorded = file.take_recorded();
    const bool continues = !recorded.empty();
    CountingSink sink(file, progress_);
    const auto go = [&](const Oracle& answers) {
      return run(*searcher, answers, problem, job.seed, sink, stop_.get_token());
    };
    try {
      const RunEnd end =
          continues ? go(RecordedOracle(oracle, *campaign_.space, job.seed, std::move(recorded))) : go(oracle);
      file.close(end);
      if (end == RunEnd::stopped) return;
    } catch (const ReplayError& error) {
      throw Error(fmt::format("{}: {}", job.file.string(), error.what()));
    }
    progress_.runs_done.fetch_add(1, std::memory_order_relaxed);
    const std::lock_guard lock(mutex_);
    ++(continues ? result_.continued : result_.fresh);
  }

  const Campaign& campaign_;
  const std::vector<Job>& jobs_;
  CampaignResult& result_;
  Progress progress_;
  std::atomic<std::size_t> next_{0};
  std::stop_source stop_;
  std::mutex mutex_;  // of what follows and of result_
  std::condition_variable thread_done_;
  int threads_done_ = 0;
  std::exception_ptr failure_;
};

}  // namespace

CampaignResult run_campaign(const Campaign& campaign, int threads) {
  CampaignResult result;
  const FolderLock lock(campaign.folder);
  const std::vector<Job> jobs = missing_jobs(campaign, result.complete);
  for (const Job& job : jobs) {
    std::error_code error;
    std::filesystem::create_directories(job.file.parent_path(), error);
    if (error) {
      throw Error(fmt::format("cannot make the folder {}: {}", job.file.parent_path().string(), error.message()));
    }
  }
  const auto most = static_cast<int>(std::max<std::size_t>(1, std::min<std::size_t>(jobs.size(), 1024)));
  Crew(campaign, jobs, result).work(std::clamp(threads, 1, most));
  return result;
}

}  // namespace cellar
