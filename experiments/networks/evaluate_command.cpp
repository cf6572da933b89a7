#include "experiments/networks/evaluate_command.hpp"

#include <fmt/format.h>

#include "core/errors.hpp"
#include "experiments/networks/evaluation_rows.hpp"
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
  Resources resources;
  resources.device = device_options(values).front();
  resources.threads = arithmetic_threads(values, 1);
  const ArchivedNetwork network = archived_network(values, choice.dataset);
  const TrainedWeights weights = read_trained_weights(values["weights"].as<std::string>(), space.index(cell), network);
  const network::CellImages images = choice.load();
  const network::CellWeights shown{weights.source, weights.tensors};
  EvaluatedCell evaluated{space.index(cell), network::skeleton_of(shown), choice.dataset, part};
  evaluated.all_images = choice.side == 0 && choice.most == 0;
  evaluated.record = weights.record;
  evaluated.quality = network::evaluate_cell(cell, shown, images, part, batch, resources);
  fmt::print("cell {}, channels={} cells={}: {} {} images of {}\n{}", evaluated.index, evaluated.skeleton.channels,
             evaluated.skeleton.cells, images.part(part).items.size(), part, choice.dataset,
             text_table(evaluation_rows(evaluated)));
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
