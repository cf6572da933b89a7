#include <fmt/format.h>

#include "core/errors.hpp"
#include "core/table/modelled_oracle.hpp"
#include "core/table/table_oracle.hpp"
#include "experiments/checks/checks.hpp"
#include "space/generic.hpp"
#include "space/nats_size.hpp"
#include "space/nb201.hpp"
#include "tests/conformance/conformance.hpp"
#include "tests/conformance/synthetic_oracle.hpp"

namespace cellar {

namespace {

using conformance::Finding;
using conformance::Setting;

Setting synthetic(std::string name, std::shared_ptr<const SearchSpace> space) {
  auto oracle = std::make_shared<conformance::SyntheticOracle>(*space);
  return {std::move(name), std::move(space), std::move(oracle), {Budget::Unit::seconds, 4000}};
}

std::vector<Setting> synthetic_settings() {
  const std::vector<int> uneven = {2, 7, 1, 3, 12, 4, 2, 5};
  return {synthetic("nb201", std::make_shared<Nb201>()), synthetic("nats-size", std::make_shared<NatsSize>()),
          synthetic("generic", std::make_shared<GenericSpace>("generic", uneven))};
}

bool print(const Finding& finding) {
  const std::string detail = finding.detail.empty() ? "" : ": " + finding.detail;
  fmt::print("{}  {:<10} {}{}\n", finding.kept ? "kept  " : "BROKEN", finding.setting, finding.promise, detail);
  return finding.kept;
}

// Why it cannot be had in a setting (a space without what its options need); empty: it can.
std::string refusal_of(const ConfiguredSearcher& searcher, const Setting& setting) {
  try {
    searcher.configuration->create({*setting.space, setting.name, setting.oracle->fidelities(), setting.budget}, 0, {});
    return "";
  } catch (const Error& error) {
    return error.what();
  }
}

// The table has the full training only; a searcher that asks for less gets modelled early epochs.
std::shared_ptr<const Oracle> table_oracle(const std::shared_ptr<const Table>& table, const SearchSpace& space,
                                           const ConfiguredSearcher& searcher) {
  auto oracle = std::make_shared<const TableOracle>(table, space, "cifar10", parse_measure("valid@12/12"));
  if (!searcher.entry->multi_fidelity) return oracle;
  return std::make_shared<const ModelledOracle>(std::move(oracle), space, EarlyEpochs::exponential);
}

}  // namespace

bool keeps_promises(const ConfiguredSearcher& searcher) {
  bool good = true;
  std::size_t refusals = 0;
  const auto settings = synthetic_settings();
  for (const Setting& setting : settings) {
    if (const std::string refusal = refusal_of(searcher, setting); !refusal.empty()) {
      fmt::print("-       {:<10} not tried: {}\n", setting.name, refusal);
      ++refusals;
      continue;
    }
    for (const Finding& finding : conformance::try_promises(searcher, setting)) good = print(finding) && good;
  }
  return good && refusals < settings.size();
}

bool beats_chance(const ConfiguredSearcher& searcher, const ConfiguredSearcher& random,
                  const std::shared_ptr<const Table>& table) {
  constexpr int kSeeds = 50;
  const auto space = std::make_shared<Nb201>();
  const Setting real{"table", space, table_oracle(table, *space, searcher), {Budget::Unit::seconds, 20'000}};
  return print(conformance::try_against_chance(searcher, random, real, kSeeds));
}

int check_searcher(const Program& program, const std::string& spelling, const std::string& tables_option) {
  const ConfiguredSearcher searcher = program.searchers.configure(spelling);
  const auto table = find_table("nb201", tables_option);
  const bool kept = keeps_promises(searcher);
  const bool good = beats_chance(searcher, program.searchers.configure("random"), table) && kept;
  fmt::print("{} {}\n", searcher.spelling(), good ? "keeps all promises" : "breaks a promise");
  return good ? 0 : 1;
}

}  // namespace cellar
