#include "core/formats/torch/weights.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "core/errors.hpp"
#include "core/formats/named_source.hpp"
#include "core/formats/torch/cell_archive.hpp"
#include "core/printable.hpp"

namespace cellar {

namespace {

using Kind = PickleValue::Kind;

// A network's record in an archive, and what it is of.
struct Network {
  WeightsEntry entry;
  const PickleValue* state = nullptr;  // its state dict, or None
};

void add_networks(std::string_view schedule, const PickleValue& results, std::size_t index,
                  std::vector<Network>& networks) {
  const std::int64_t found = results.at("arch_index").integer();
  if (found < 0 || static_cast<std::uint64_t>(found) != index)
    throw Error(fmt::format("it is about cell {}, not {}", found, index));
  const PickleValue& all = results.at("all_results");
  for (std::size_t i = 0; i < all.size(); ++i) {
    const PickleValue& key = all.key(i);
    if (!key.is(Kind::tuple) || key.size() != 2) throw Error("a result's key is no pair of data set and seed");
    const std::int64_t seed = key.items()[1].integer();
    if (seed < 0 || seed > std::numeric_limits<int>::max()) throw Error(fmt::format("a seed of {}", seed));
    const PickleValue& state = all.value(i).at("net_state_dict");
    networks.push_back(
        {{printable(schedule), printable(key.items()[0].text()), static_cast<int>(seed), !state.is_none()}, &state});
  }
}

std::vector<Network> networks_in(const PickleValue& root, std::size_t index) {
  if (!root.is(Kind::dict))
    throw Error(fmt::format("{} should stand where the results of a cell do", name_of(root.kind())));
  if (root.find("meta_archs"))
    throw Error("this is a whole benchmark, which holds no weights: an archive of one cell is needed");
  std::vector<Network> networks;
  for (std::size_t i = 0; i < root.size(); ++i) {
    if (root.value(i).is(Kind::dict)) add_networks(root.key(i).text(), root.value(i), index, networks);
  }
  if (networks.empty()) throw Error("it holds no results of a cell");
  return networks;
}

// "12" and "less" are two names of one schedule, "200" and "full" of another.
std::string_view other_name(std::string_view schedule) {
  if (schedule == "12") return "less";
  if (schedule == "less") return "12";
  if (schedule == "200") return "full";
  return schedule == "full" ? "200" : "";
}

// Keeps what the predicate accepts; if nothing, an Error says that `what` is not there, and what is.
template <class Accepts, class Name>
void keep(std::vector<Network>& networks, const std::string& what, Accepts&& accepts, Name&& name) {
  std::vector<std::string> known;
  for (const Network& network : networks) {
    const std::string spelled = fmt::format("{}", name(network.entry));
    if (std::find(known.begin(), known.end(), spelled) == known.end()) known.push_back(spelled);
  }
  std::erase_if(networks, [&](const Network& network) { return !accepts(network.entry); });
  if (networks.empty()) throw Error(fmt::format("there is no {}; there is: {}", what, fmt::join(known, ", ")));
}

Network choose(std::vector<Network> networks, const std::string& schedule, const std::string& dataset, int seed) {
  keep(
      networks, fmt::format("schedule '{}'", schedule),
      [&](const WeightsEntry& entry) { return entry.schedule == schedule || entry.schedule == other_name(schedule); },
      [](const WeightsEntry& entry) { return entry.schedule; });
  keep(
      networks, fmt::format("data set '{}' of schedule '{}'", dataset, schedule),
      [&](const WeightsEntry& entry) { return entry.dataset == dataset; },
      [](const WeightsEntry& entry) { return entry.dataset; });
  keep(
      networks, fmt::format("seed {} of {} and schedule '{}'", seed, dataset, schedule),
      [&](const WeightsEntry& entry) { return entry.seed == seed; },
      [](const WeightsEntry& entry) { return entry.seed; });
  if (!networks.front().entry.has_weights) throw Error("it holds no weights: it is a simple archive");
  return networks.front();
}

}  // namespace

std::vector<WeightsEntry> list_weights(const std::filesystem::path& archive, std::size_t index) {
  const CellArchive file(find_cell_archive(archive, index));
  return in_file(file.source(), [&] {
    std::vector<WeightsEntry> entries;
    for (const Network& network : networks_in(file.root(), index)) entries.push_back(network.entry);
    return entries;
  });
}

std::vector<Tensor> read_weights(const std::filesystem::path& archive, std::size_t index, const std::string& schedule,
                                 const std::string& dataset, int seed) {
  const CellArchive file(find_cell_archive(archive, index));
  return in_file(file.source(), [&] {
    const Network network = choose(networks_in(file.root(), index), schedule, dataset, seed);
    return read_tensor_dict(*network.state, file.container());
  });
}

}  // namespace cellar
