#include "experiments/networks/training_run.hpp"

#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <numeric>
#include <string_view>
#include <system_error>
#include <vector>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "experiments/networks/epoch_file.hpp"
#include "experiments/networks/metrics_row.hpp"
#include "experiments/report/output_file.hpp"
#include "space/nb201.hpp"
#include "space/network/device.hpp"

namespace cellar {

namespace {

namespace fs = std::filesystem;

// A process that was killed while it wrote leaves files of this kind.
constexpr const char* kUnfinished = ".tmp-";
constexpr const char* kEpochs = "epochs.csv";
constexpr int kMostThreads = 1024;
constexpr std::string_view kThreads = " torch_threads=";  // in its head, at the end

void prepare_folder(const fs::path& folder) {
  try {
    fs::create_directories(folder);
    std::vector<fs::path> unfinished;
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (entry.path().filename().string().find(kUnfinished) != std::string::npos) unfinished.push_back(entry.path());
    }
    for (const fs::path& file : unfinished) fs::remove(file);
  } catch (const fs::filesystem_error& error) {
    throw Error(fmt::format("cannot write to the folder {}: {}", folder.string(), error.code().message()));
  }
}

class Run {
 public:
  Run(const TrainingJob& job, const TrainingPlan& plan, const std::shared_ptr<const network::CellImages>& images,
      const Resources& resources)
      : job_(job),
        plan_(plan),
        images_(*images),
        head_(fmt::format("cell={} seed={} {} images={:016x} device={}{}{}", job.index, job.seed, plan.spelling(),
                          images->checksum(), network::device_kind(resources.device), kThreads, resources.threads)),
        epochs_(job.folder / kEpochs, head_, sets()),
        trainer_(job.cell, images, plan.options, job.seed, resources) {
    if (fs::exists(state_file())) trainer_.load(state_file());
    saved_ = trainer_.results().size();
    epochs_.go_on_after(trainer_.results());
  }

  void train(int save_every) {
    using Clock = std::chrono::steady_clock;
    while (!trainer_.finished()) {
      const auto begin = Clock::now();
      trainer_.train_epoch();
      const auto& results = trainer_.results();
      epochs_.add(results.back(), std::chrono::duration<double>(Clock::now() - begin).count());
      if (!trainer_.finished() && results.size() % static_cast<std::size_t>(save_every) != 0) continue;
      trainer_.save(state_file());
      saved_ = results.size();
    }
  }

  // From the state, so that they are the same whenever they are written.
  void write_results() const {
    trainer_.save_weights(job_.folder / "weights.pt");
    const std::vector<double>& seconds = epochs_.seconds();
    const nb201::Costs costs = trainer_.costs();
    MetricsRow row{head_, plan_.dataset, job_.index, Nb201().format(job_.cell), {}, plan_.options.epochs};
    for (const auto& part : images_.parts) row.parts.push_back(part.name);
    row.params = costs.params;
    row.mflops = costs.mflops();
    row.epoch_seconds = std::accumulate(seconds.begin(), seconds.end(), 0.0) / static_cast<double>(seconds.size());
    write_output((job_.folder / "metrics.csv").string(), metrics_csv(row, trainer_.results()));
  }

  const network::EpochResult& result() const { return trainer_.results().back(); }
  std::size_t saved() const { return saved_; }
  fs::path state_file() const { return job_.folder / "training.pt"; }

 private:
  std::vector<std::string> sets() const {
    std::vector<std::string> names;
    for (const auto& part : images_.parts) names.push_back(fmt::format("{}.{}", plan_.dataset, part.name));
    return names;
  }

  const TrainingJob& job_;
  const TrainingPlan& plan_;
  const network::CellImages& images_;
  std::string head_;
  EpochFile epochs_;
  network::CellTrainer trainer_;
  std::size_t saved_ = 0;
};

}  // namespace

std::optional<int> begun_with(const TrainingJob& job) {
  std::ifstream file(job.folder / kEpochs);
  std::string head;
  std::getline(file, head);
  const std::size_t at = head.rfind(kThreads);
  if (at == std::string::npos) return std::nullopt;
  const auto threads = parse_number<int>(std::string_view(head).substr(at + kThreads.size()));
  return threads && *threads >= 1 && *threads <= kMostThreads ? threads : std::nullopt;
}

network::EpochResult train_into_folder(const TrainingJob& job, const TrainingPlan& plan,
                                       const std::shared_ptr<const network::CellImages>& images, int save_every,
                                       const Resources& resources) {
  prepare_folder(job.folder);
  Run run(job, plan, images, resources);
  try {
    run.train(save_every);
  } catch (const Error& error) {
    const std::string kept =
        run.saved() == 0 ? "nothing is kept of it"
                         : fmt::format("{} has the state after epoch {}", run.state_file().string(), run.saved());
    throw Error(fmt::format("{}: {}; {}", job.name(), error.what(), kept));
  }
  run.write_results();
  return run.result();
}

}  // namespace cellar
