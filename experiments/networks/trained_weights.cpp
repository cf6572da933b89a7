#include "experiments/networks/trained_weights.hpp"

#include <fmt/format.h>

#include "core/errors.hpp"
#include "core/formats/named_source.hpp"
#include "core/formats/nas_bench/cell_reader.hpp"
#include "core/formats/torch/cell_archive.hpp"
#include "core/formats/torch/weights.hpp"

namespace cellar {

namespace {

// As read_cell calls them.
std::string label_of(const std::string& schedule) {
  return schedule == "less" ? "12" : schedule == "full" ? "200" : schedule;
}

std::optional<TrialRecord> record_of(const CellRecord& cell, const ArchivedNetwork& network) {
  for (const ScheduleRecord& schedule : cell.schedules) {
    if (schedule.label != label_of(network.schedule)) continue;
    for (const TrialRecord& trial : schedule.trials) {
      if (trial.dataset == network.dataset && trial.seed == network.seed) return trial;
    }
  }
  return std::nullopt;
}

}  // namespace

TrainedWeights read_trained_weights(const std::filesystem::path& path, std::size_t cell,
                                    const ArchivedNetwork& network) {
  const std::filesystem::path file = find_cell_archive(path, cell);
  const CellArchive archive(file);
  return in_file(file.string(), [&]() -> TrainedWeights {
    if (!is_cell(archive.root())) return {file.string(), read_tensor_dict(archive.root(), archive.container()), {}};
    if (!network.seed) throw Error("this is an archive of several networks: --seed is needed, one of its trainings'");
    TrainedWeights weights{
        file.string(), read_weights(file, cell, network.schedule, network.dataset, *network.seed), {}};
    weights.record = record_of(read_cell(archive.root()), network);
    return weights;
  });
}

}  // namespace cellar
