#include "core/table/records/record_means.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "core/table/metric.hpp"
#include "core/table/records/shape_columns.hpp"

namespace cellar {

namespace {

constexpr int kTrustedSeed = 888;  // NATS-Bench, api_utils.py, get_compute_costs

// The trials of one data set and schedule, by seed, and the shapes of each.
using Group = std::map<int, std::vector<const TrialShape*>>;
using Groups = std::map<std::tuple<std::string, int>, Group>;  // data set, schedule

Groups groups_of(const RecordColumns& columns) {
  Groups groups;
  for (std::size_t i = 0; i < columns.shapes(); ++i) {
    const TrialShape& shape = columns.shape(i);
    groups[{shape.dataset, shape.epochs}][shape.seed].push_back(&shape);
  }
  return groups;
}

// The column of each seed that has one, copied: adding columns moves the others.
std::map<int, std::vector<double>> by_seed(const RecordColumns& columns, const Group& group, auto name_of) {
  std::map<int, std::vector<double>> found;
  for (const auto& [seed, shapes] : group) {
    for (const TrialShape* shape : shapes) {
      const GrowingColumn* column = columns.find(name_of(*shape));
      if (column) found[seed] = column->figures;
    }
  }
  return found;
}

double mean_at(const std::map<int, std::vector<double>>& seeds, std::size_t index) {
  double sum = 0;
  int count = 0;
  for (const auto& [seed, values] : seeds) {
    if (std::isnan(values[index])) continue;
    sum += values[index];
    ++count;
  }
  return count == 0 ? std::nan("") : sum / count;
}

// `name` says what it is a mean of.
void add_mean(RecordColumns& columns, const std::string& name, int epoch,
              const std::map<int, std::vector<double>>& seeds, double scale = 1) {
  if (seeds.empty()) return;
  Quantity quantity = usual_quantity(name).value();
  quantity.source = FigureSource{FigureSource::Kind::mean_of_present, static_cast<int>(seeds.size()), {}};
  GrowingColumn& mean = columns.single(name, quantity, epoch);
  for (std::size_t i = 0; i < mean.figures.size(); ++i) mean.figures[i] = scale * mean_at(seeds, i);
}

void add_accuracies(RecordColumns& columns, const std::string& dataset, int schedule, const Group& group) {
  for (const ImageSet set : kImageSets) {
    const std::string name = fmt::format("{}.{}@{}/{}", dataset, split_name(dataset, set), schedule, schedule);
    add_mean(columns, name, schedule,
             by_seed(columns, group, [&](const TrialShape& shape) { return fmt::format("{}.{}", name, shape.seed); }));
  }
}

// The seconds of one epoch.
void add_seconds(RecordColumns& columns, const std::string& dataset, const Group& group, ImageSet set,
                 const std::string& name) {
  if (columns.find(name)) return;  // of a shorter schedule
  add_mean(columns, name, 0, by_seed(columns, group, [&](const TrialShape& shape) {
             return fmt::format("{}.{}_seconds/{}.{}", dataset, split_name(dataset, set), shape.epochs, shape.seed);
           }));
}

// What trials of one network cost cannot differ; where it does, one seed is believed.
void add_costs(RecordColumns& columns, const std::string& dataset, const Group& group, const char* recorded,
               const std::string& name, double scale, std::vector<bool>& disagreeing) {
  const auto seeds = by_seed(columns, group, [&](const TrialShape& shape) {
    return fmt::format("{}.{}/{}.{}", dataset, recorded, shape.epochs, shape.seed);
  });
  add_mean(columns, name, 0, seeds, scale);
  GrowingColumn& costs = columns.single(name, usual_quantity(name).value());
  costs.info.note = "where trials disagree, that of seed 888";
  for (std::size_t i = 0; i < costs.figures.size(); ++i) {
    std::string first;
    bool differ = false;
    for (const auto& [seed, values] : seeds) {
      if (std::isnan(values[i])) continue;
      const std::string digits = fmt::format("{:.5f}", values[i]);
      if (first.empty()) first = digits;
      differ = differ || digits != first;
    }
    if (differ) disagreeing[i] = true;
    const auto trusted = seeds.find(kTrustedSeed);
    if (differ && trusted != seeds.end()) costs.figures[i] = scale * trusted->second[i];
    if (scale > 1) costs.figures[i] = std::round(costs.figures[i]);  // a number of parameters
  }
}

}  // namespace

std::size_t add_record_means(RecordColumns& columns, std::size_t architectures) {
  const Groups groups = groups_of(columns);
  std::vector<bool> disagreeing(architectures);
  for (const auto& [key, group] : groups) {
    const std::string& dataset = std::get<0>(key);
    const int schedule = std::get<1>(key);
    add_accuracies(columns, dataset, schedule, group);
    add_seconds(columns, dataset, group, ImageSet::train, dataset + ".epoch_seconds");
    add_seconds(columns, dataset, group, ImageSet::x_valid, dataset + ".valid_seconds");
    const auto next = std::next(groups.find(key));
    const bool longest = next == groups.end() || std::get<0>(next->first) != dataset;
    if (!longest) continue;
    const auto latencies = by_seed(columns, group, [&](const TrialShape& shape) {
      return fmt::format("{}.latency_seconds/{}.{}", dataset, shape.epochs, shape.seed);
    });
    add_mean(columns, dataset + ".latency_seconds", 0, latencies);
    add_costs(columns, dataset, group, "mflops", dataset + ".mflops", 1, disagreeing);
    add_costs(columns, dataset, group, "mparams", dataset + ".params", 1e6, disagreeing);
  }
  return static_cast<std::size_t>(std::count(disagreeing.begin(), disagreeing.end(), true));
}

}  // namespace cellar
