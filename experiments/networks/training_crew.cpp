#include "experiments/networks/training_crew.hpp"

#include <chrono>
#include <exception>
#include <mutex>
#include <stop_token>
#include <thread>

#include "core/errors.hpp"
#include "core/formats/ordered_work.hpp"
#include "experiments/campaign/interrupt.hpp"
#include "experiments/campaign/progress.hpp"
#include "experiments/networks/training_run.hpp"

namespace cellar {

namespace {

// Shows progress and listens for Ctrl-C, beside the threads at work.
class Watch {
 public:
  Watch(std::size_t jobs, const Progress& progress, std::stop_source stop)
      : thread_([this, jobs, &progress, stop](const std::stop_token& over) mutable {
          constexpr auto kPause = std::chrono::milliseconds(50);
          ProgressLine line(static_cast<std::int64_t>(jobs), "trainings");
          while (!over.stop_requested()) {
            line.show(progress);
            if (interrupt_.interrupted()) stop.request_stop();
            std::this_thread::sleep_for(kPause);
          }
        }) {}

  bool interrupted() const { return interrupt_.interrupted(); }

 private:
  InterruptGuard interrupt_;
  std::jthread thread_;  // last, so that it ends first
};

// The error that stopped the others; theirs only say that they were stopped.
class FirstFailure {
 public:
  void keep(const std::exception_ptr& failure) {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = failure;
  }
  void rethrow() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  std::mutex mutex_;
  std::exception_ptr failure_;
};

}  // namespace

std::vector<network::EpochResult> train_all(std::span<const TrainingJob> jobs, const TrainingPlan& plan,
                                            const std::shared_ptr<const network::CellImages>& images,
                                            const CrewOptions& options) {
  std::stop_source stop;
  Progress progress;
  FirstFailure failure;
  const Watch watch(jobs.size(), progress, stop);
  const auto train = [&](std::size_t number, int thread) {
    try {
      const std::size_t device = static_cast<std::size_t>(thread) % options.devices.size();
      Resources resources;
      resources.device = options.devices[device];
      resources.threads = options.arithmetic_threads;
      if (!options.threads_are_named) resources.threads = begun_with(jobs[number]).value_or(resources.threads);
      resources.stop = stop.get_token();
      resources.progress = &progress;
      const auto result = train_into_folder(jobs[number], plan, images, options.save_every, resources);
      ++progress.runs_done;
      return result;
    } catch (...) {
      failure.keep(std::current_exception());
      stop.request_stop();
      throw;
    }
  };
  std::vector<network::EpochResult> results;
  try {
    OrderedWork<network::EpochResult, decltype(train)> work(jobs.size(), options.threads, train, jobs.size());
    while (results.size() < jobs.size()) results.push_back(work.take());
  } catch (...) {
    if (watch.interrupted()) throw Stopped("interrupted; what is trained stays, the same command goes on");
    failure.rethrow();
    throw;
  }
  return results;
}

}  // namespace cellar
