#include "experiments/client/information_text.hpp"

#include <fmt/format.h>

namespace cellar {

namespace {

struct NamedSet {
  const char* label;  // as printed, padded where the original pads
  const char* set;
};

// What is printed beside the training set.
std::vector<NamedSet> printed_sets(const std::string& dataset, Dialect dialect) {
  if (dataset == "cifar10") return {{"test ", "ori-test"}};
  if (dataset != "cifar10-valid") return {{"valid", "x-valid"}, {"test", "x-test"}};
  if (dialect == Dialect::nats_size) return {{"valid", "x-valid"}, {"test", "ori-test"}};
  return {{"valid", "x-valid"}};
}

std::string metric_text(const EpochMetrics& metrics, Dialect dialect) {
  return fmt::format("[loss = {:.3f}{} top1 = {:.2f}%]", metrics.loss, is_nats(dialect) ? " &" : ",", metrics.accuracy);
}

}  // namespace

std::string information_text(const CellView& cell, Dialect dialect, const std::string& extra_info) {
  const std::vector<std::string> datasets = cell.get_dataset_names();
  std::string text =
      fmt::format("{}\ndatasets : {}, extra-info : {}", cell.arch_str(), python_repr(datasets), extra_info);
  for (const std::string& dataset : datasets) {
    const ComputeCosts costs = cell.get_compute_costs(dataset);
    const std::string latency =
        costs.latency && *costs.latency > 0 ? fmt::format("{:.2f}", *costs.latency * 1000) : std::string("None");
    text += fmt::format("\n{:14} FLOP={:6.2f} M, Params={:.3f} MB, latency={} ms.", dataset, costs.flops, costs.params,
                        latency);
    text += fmt::format("\n{:14} train : {}", dataset, metric_text(cell.get_metrics(dataset, "train"), dialect));
    for (const NamedSet& named : printed_sets(dataset, dialect)) {
      text += fmt::format(", {} : {}", named.label, metric_text(cell.get_metrics(dataset, named.set), dialect));
    }
  }
  return text;
}

}  // namespace cellar
