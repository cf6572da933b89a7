#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/errors.hpp"
#include "core/formats/torch/tensor_file.hpp"
#include "core/formats/torch/weights.hpp"
#include "core/printable.hpp"
#include "experiments/program/command_line.hpp"
#include "experiments/program/commands.hpp"
#include "experiments/report/json_text.hpp"
#include "experiments/show/parse_architecture.hpp"

namespace cellar {

namespace {

namespace po = boost::program_options;
using Strings = std::vector<std::string>;
using Json = nlohmann::ordered_json;

void print_networks(const std::vector<WeightsEntry>& entries, bool as_json) {
  Json json = Json::array();
  for (const auto& [schedule, dataset, seed, has_weights] : entries) {
    json.push_back({{"schedule", schedule}, {"dataset", dataset}, {"seed", seed}, {"weights", has_weights}});
    if (as_json) continue;
    fmt::print("--schedule {:<5} --dataset {:<15} --seed {}{}\n", schedule, dataset, seed,
               has_weights ? "" : " (figures only, no weights)");
  }
  if (as_json) fmt::print("{}", json_text(json));
}

void print_tensors(const std::vector<Tensor>& tensors, bool as_json) {
  Json json = Json::array();
  for (const Tensor& tensor : tensors) {
    json.push_back({{"name", tensor.name}, {"dtype", tensor.dtype}, {"shape", tensor.shape}});
    if (as_json) continue;
    fmt::print("{:<40} {:<8} ({})\n", printable(tensor.name), tensor.dtype, fmt::join(tensor.shape, ", "));
  }
  if (as_json) fmt::print("{}", json_text(json));
}

void write(const std::vector<Tensor>& tensors, const std::string& out) {
  write_tensors(tensors, out);
  fmt::print("{}: {} tensors, {} bytes\n", out, tensors.size(), std::filesystem::file_size(out));
}

void weights(const Program& program, const po::variables_map& values) {
  const Strings named = values.contains("archive") ? values["archive"].as<Strings>() : Strings{};
  if (named.size() != 2) throw Error("cellar weights needs an archive and a cell: cellar weights ARCHIVE CELL|INDEX");
  const auto space = program.spaces.create(values["space"].as<std::string>());
  const std::size_t index = space->index(parse_architecture(*space, named[1]));
  const bool as_json = values.contains("json");
  if (!values.contains("dataset") && !values.contains("seed") && !values.contains("out")) {
    print_networks(list_weights(named[0], index), as_json);
    return;
  }
  if (!values.contains("dataset") || !values.contains("seed")) {
    throw Error("cellar weights needs --dataset and --seed; without any options it lists what there is");
  }
  const std::string out = values.contains("out") ? values["out"].as<std::string>() : "";
  if (values.contains("out") && std::filesystem::path(out).extension() != ".pt") {
    throw Error(fmt::format("--out {}: the name of a file of tensors ends in .pt", out));
  }
  if (as_json && values.contains("out")) throw Error("--json prints, --out writes: give one of them");
  const auto tensors = read_weights(named[0], index, values["schedule"].as<std::string>(),
                                    values["dataset"].as<std::string>(), values["seed"].as<int>());
  if (values.contains("out")) return write(tensors, out);
  print_tensors(tensors, as_json);
}

}  // namespace

Command make_weights_command(Program& program) {
  const auto run = [&program](const Strings& args) {
    CommandLine line(
        "weights ARCHIVE CELL|INDEX [--dataset NAME --seed N] [--out FILE.pt]",
        "Trained weights of a cell, out of the official archives. ARCHIVE is NNNNNN-FULL.pth of NAS-Bench-201,\n"
        "NNNNNN.pickle.pbz2 of NATS-Bench, or a folder of such files. Lists the networks in it; with --dataset\n"
        "and --seed the tensors of one; with --out writes them for torch.load or torch::pickle_load.");
    line.positional("archive", -1, "archive, and spelling or index of the cell");
    line.options().add_options()("dataset", po::value<std::string>(), "what the network was trained on")(
        "seed", po::value<int>(), "the seed of the training")(
        "schedule", po::value<std::string>()->default_value("200"), "its epochs: 200 (full) or 12 (less)")(
        "out", po::value<std::string>(), "the file to write")("json", "print JSON")(
        "space", po::value<std::string>()->default_value("nb201"), "the search space of the archive");
    const auto values = line.parse(args);
    if (values) weights(program, *values);
    return 0;
  };
  return {"weights", "list, show or extract trained weights of the official archives", run};
}

}  // namespace cellar
