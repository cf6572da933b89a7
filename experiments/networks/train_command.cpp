#include "experiments/networks/train_command.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "experiments/campaign/folder_lock.hpp"
#include "experiments/networks/benchmark_record.hpp"
#include "experiments/networks/training_crew.hpp"
#include "experiments/networks/training_options.hpp"
#include "experiments/program/default_threads.hpp"
#include "experiments/show/parse_architecture.hpp"
#include "space/nb201.hpp"
#include "space/network/device.hpp"

namespace cellar {

namespace {

namespace po = boost::program_options;
using Strings = std::vector<std::string>;

CommandLine make_line() {
  CommandLine line(
      "train CELL|INDEX… --dataset NAME --data DIR --out FOLDER [options]",
      "Trains the network of a cell of NAS-Bench-201 as the benchmark does: SGD with Nesterov's momentum,\n"
      "learning rates that fall from 0.1 like a cosine, batches of 256; 12 or 200 epochs are its schedules.\n"
      "Writes FOLDER/NAME/INDEX/seed-000000/weights.pt, for torch.load and cellar evaluate, epochs.csv and\n"
      "metrics.csv, a row that cellar import reads. On a folder that is there already it goes on.");
  line.positional("cell", -1, "spelling or index");
  add_image_options(line);
  line.options().add_options()("out", po::value<std::string>(), "the folder for what is trained")(
      "epochs", po::value<std::string>(), "how long (default: 12)")("seed", po::value<std::string>(),
                                                                    "of the first training (default: 0)")(
      "seeds", po::value<std::string>(), "how many trainings of each cell (default: 1)")(
      "channels", po::value<std::string>(), "of the first stage (default: 16)")(
      "cells", po::value<std::string>(), "in a stage (default: 5)")("batch", po::value<std::string>(),
                                                                    "images in a step (default: 256)")(
      "rate", po::value<std::string>(), "of learning, at the beginning (default: 0.1)")(
      "threads", po::value<std::string>(), "trainings at a time (default: all cores)")(
      "save-every", po::value<std::string>(), "epochs between two states that it can go on from (default: 1)");
  return line;
}

TrainingPlan make_plan(const po::variables_map& values, const ImageChoice& images) {
  TrainingPlan plan{images.dataset, images.side, images.most, {}};
  const auto set = [&](const char* option, int& number, int least, int most) {
    number = static_cast<int>(integer_option(values, option, least, most, number));
  };
  set("channels", plan.options.channels, 1, 1024);
  set("cells", plan.options.cells, 1, 100);
  set("epochs", plan.options.epochs, 1, 100'000);
  set("batch", plan.options.batch, 2, 100'000);
  if (!values.contains("rate")) return plan;
  const auto text = values["rate"].as<std::string>();
  const auto rate = parse_number<double>(text);
  if (!rate || *rate <= 0) throw Error(fmt::format("--rate {}: a number above 0 is needed", text));
  plan.options.rate = *rate;
  return plan;
}

std::vector<TrainingJob> make_jobs(const po::variables_map& values, const std::string& dataset) {
  if (!values.contains("cell")) throw Error("cellar train needs a cell, its spelling or index");
  if (!values.contains("out") || values["out"].as<std::string>().empty()) {
    throw Error("cellar train needs --out FOLDER, the folder for what is trained");
  }
  const std::filesystem::path out = values["out"].as<std::string>();
  const auto first = static_cast<std::uint64_t>(integer_option(values, "seed", 0, 999'999'999'999, 0));
  const auto seeds = static_cast<std::uint64_t>(integer_option(values, "seeds", 1, 100'000, 1));
  const Nb201 space;
  std::vector<TrainingJob> jobs;
  for (const std::string& text : values["cell"].as<Strings>()) {
    const Architecture cell = parse_architecture(space, text);
    const std::uint64_t index = space.index(cell);
    const auto is_it = [&](const TrainingJob& job) { return job.index == index; };
    if (std::any_of(jobs.begin(), jobs.end(), is_it)) throw Error(fmt::format("cell {} is given twice", index));
    for (std::uint64_t seed = first; seed < first + seeds; ++seed) {
      jobs.push_back(
          {cell, index, seed, out / dataset / fmt::format("{:06}", index) / fmt::format("seed-{:06}", seed)});
    }
  }
  return jobs;
}

void print_result(const TrainingJob& job, const TrainingPlan& plan, const network::CellImages& images,
                  const network::EpochResult& result) {
  std::string text;
  for (std::size_t i = images.parts.size(); i-- > 1;) {  // the test images first
    text += (text.empty() ? "" : ", ") +
            judged_accuracy(plan, images.parts[i].name, job.index, result.evaluated[i - 1].top1);
  }
  fmt::print("{}: {}, in {}\n", job.name(), text, job.folder.string());
}

void train(const po::variables_map& values) {
  const ImageChoice choice = image_choice(values, "train");
  const TrainingPlan plan = make_plan(values, choice);
  const std::vector<TrainingJob> jobs = make_jobs(values, plan.dataset);
  CrewOptions options;
  const auto most = static_cast<std::int64_t>(std::min<std::size_t>(jobs.size(), 1024));
  options.devices = device_options(values);
  const int at_once = default_threads(options.devices);
  options.threads = static_cast<int>(std::min(most, integer_option(values, "threads", 1, 1024, at_once)));
  options.arithmetic_threads = arithmetic_threads(values, options.threads);
  options.threads_are_named = values.contains("torch-threads");
  for (const std::string& device : options.devices) network::find_device(device);
  options.save_every = static_cast<int>(integer_option(values, "save-every", 1, 100'000, 1));
  const auto images = std::make_shared<const network::CellImages>(choice.load());
  const FolderLock lock(values["out"].as<std::string>());
  const auto results = train_all(jobs, plan, images, options);
  for (std::size_t i = 0; i < jobs.size(); ++i) print_result(jobs[i], plan, *images, results[i]);
}

}  // namespace

Command make_train_command() {
  const auto run = [](const Strings& args) {
    const auto values = make_line().parse(args);
    if (values) train(*values);
    return 0;
  };
  return {"train", "train the network of a cell as the benchmark does", run};
}

}  // namespace cellar
