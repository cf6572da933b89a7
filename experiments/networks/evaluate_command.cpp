#include "experiments/networks/evaluate_command.hpp"

#include <fmt/format.h>

#include <cmath>

#include "core/errors.hpp"
#include "experiments/networks/benchmark_record.hpp"
#include "experiments/networks/trained_weights.hpp"
#include "experiments/networks/training_options.hpp"
#include "experiments/report/text_table.hpp"
#include "experiments/show/parse_architecture.hpp"
#include "space/nb201.hpp"
#include "space/network/cell_evaluation.hpp"

namespace cellar {

namespace {

namespace po = boost::program_options;
using Strings = std::vector<std::string>;
using Rows = std::vector<Strings>;

CommandLine make_line() {
  CommandLine line(
      "evaluate CELL|INDEX --weights FILE --dataset NAME --data DIR [options]",
      "Builds the network of a cell with trained weights and shows it images: loss, top-1 and top-5, beside\n"
      "what is recorded of it. FILE is what cellar train or cellar weights wrote, a state dict of torch.save,\n"
      "or the benchmark's archive of the cell (NNNNNN-FULL.pth, NNNNNN.pickle.pbz2, a folder of these).");
  line.positional("cell", 1, "spelling or index");
  add_image_options(line);
  line.options().add_options()("weights", po::value<std::string>(), "the trained weights")(
      "set", po::value<std::string>()->default_value("test"), "which images: test, valid or train")(
      "batch", po::value<std::string>(), "images at a time (default: 256)")("seed", po::value<std::string>(),
                                                                            "of an archive: the seed of the training")(
      "trained-on", po::value<std::string>(),
      "of an archive: the data set of the training (default: that of --dataset)")(
      "schedule", po::value<std::string>()->default_value("200"), "of an archive: its epochs, 200 (full) or 12 (less)");
  return line;
}

ArchivedNetwork archived_network(const po::variables_map& values, const std::string& dataset) {
  ArchivedNetwork network;
  network.schedule = values["schedule"].as<std::string>();
  network.dataset = values.contains("trained-on") ? values["trained-on"].as<std::string>() : dataset;
  if (values.contains("seed")) network.seed = static_cast<int>(integer_option(values, "seed", 0, 2'147'483'647, 0));
  return network;
}

// What the benchmark calls these images; train: as they were seen in training.
ImageSet image_set(const network::CellImages& images, const std::string& part) {
  const bool tests_on_half = images.dataset == "cifar100" || images.dataset == "ImageNet16-120";
  if (part == "train") return ImageSet::train;
  if (part == "valid") return ImageSet::x_valid;
  return tests_on_half ? ImageSet::x_test : ImageSet::ori_test;
}

std::string number(double value, int digits) { return std::isnan(value) ? "" : fmt::format("{:.{}f}", value, digits); }

// What the archive says of the training's last epoch; empty if it says nothing of these images.
Strings recorded_row(const TrialRecord& trial, ImageSet set) {
  const auto last = [&](Figure figure) {
    const Series& series = trial.at(set, figure);
    return series.empty() ? std::nan("") : series.values.back();
  };
  if (std::isnan(last(Figure::accuracy))) return {};
  return {fmt::format("recorded ({} after {} epochs)", set_name(set), trial.epochs), number(last(Figure::loss), 4),
          number(last(Figure::accuracy), 2), number(last(Figure::top5), 2)};
}

struct Evaluated {
  std::uint64_t cell = 0;
  nb201::Skeleton skeleton;
  std::string part;
  network::Quality quality;
};

void print(const Evaluated& evaluated, const network::CellImages& images, const TrainedWeights& weights,
           const ArchivedNetwork& network, bool as_they_are) {
  const auto& [cell, skeleton, part, quality] = evaluated;
  fmt::print("cell {}, channels={} cells={}: {} {} images of {}\n", cell, skeleton.channels, skeleton.cells,
             images.part(part).items.size(), part, images.dataset);
  Rows rows = {{"", "loss", "top-1 [%]", "top-5 [%]"},
               {"computed", number(quality.loss, 4), number(quality.top1, 2), number(quality.top5, 2)}};
  if (weights.record && network.dataset == images.dataset && as_they_are) {
    if (Strings row = recorded_row(*weights.record, image_set(images, part)); !row.empty()) rows.push_back(row);
  }
  const nb201::Skeleton benchmark;
  if (as_they_are && skeleton.channels == benchmark.channels && skeleton.cells == benchmark.cells) {
    for (const int epochs : {12, 200}) {
      const Metric metric{images.dataset, {part, {epochs, epochs}}, {}};
      const auto accuracy = benchmark_record(metric, cell);
      if (accuracy) rows.push_back({fmt::format("nb201, {}", format(metric)), "", number(*accuracy, 2)});
    }
  }
  fmt::print("{}", text_table(rows));
}

void evaluate(const po::variables_map& values) {
  if (!values.contains("cell")) throw Error("cellar evaluate needs a cell, its spelling or index");
  if (!values.contains("weights")) throw Error("cellar evaluate needs --weights FILE");
  const Nb201 space;
  const Architecture cell = parse_architecture(space, values["cell"].as<Strings>().front());
  const ImageChoice choice = image_choice(values, "evaluate");
  const auto part = values["set"].as<std::string>();
  if (part != "test" && part != "valid" && part != "train") {
    throw Error(fmt::format("--set {}: allowed are test, valid and train", part));
  }
  const auto batch = static_cast<int>(integer_option(values, "batch", 1, 100'000, 256));
  const Resources resources{device_options(values).front(), arithmetic_threads(values, 1), {}, {}, nullptr};
  const ArchivedNetwork network = archived_network(values, choice.dataset);
  const auto file = values["weights"].as<std::string>();
  const TrainedWeights weights = read_trained_weights(file, space.index(cell), network);
  const network::CellImages images = choice.load();
  const network::CellWeights shown{weights.source, weights.tensors};
  const network::Quality quality = network::evaluate_cell(cell, shown, images, part, batch, resources);
  print({space.index(cell), network::skeleton_of(shown), part, quality}, images, weights, network,
        choice.side == 0 && choice.most == 0);
}

}  // namespace

Command make_evaluate_command() {
  const auto run = [](const Strings& args) {
    const auto values = make_line().parse(args);
    if (values) evaluate(*values);
    return 0;
  };
  return {"evaluate", "show images to trained weights of a cell", run};
}

}  // namespace cellar
