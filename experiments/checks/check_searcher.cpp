#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "core/errors.hpp"
#include "core/table/modelled_oracle.hpp"
#include "core/table/table_oracle.hpp"
#include "experiments/checks/checks.hpp"
#include "experiments/checks/watch.hpp"
#include "space/generic.hpp"
#include "space/nats_size.hpp"
#include "space/nb201.hpp"
#include "tests/conformance/conformance.hpp"
#include "tests/conformance/constrained_space.hpp"
#include "tests/conformance/synthetic_oracle.hpp"
#include "tests/conformance/training.hpp"

namespace cellar {

namespace {

using conformance::Finding;
using conformance::Setting;

void say_end(const Finding& finding) {
  const std::string detail = finding.detail.empty() ? "" : ": " + finding.detail;
  fmt::print(" {}{}\n", finding.kept ? "kept" : "BROKEN", detail);
  std::fflush(stdout);
}

// Says each promise as it begins, so that one in which the process dies can be read off.
Setting told(Setting setting) {
  setting.begin = [name = setting.name](const std::string& promise) {
    fmt::print("{:<10} {} …", name, promise);
    std::fflush(stdout);
  };
  setting.end = say_end;
  return setting;
}

Setting synthetic(std::string name, std::shared_ptr<const SearchSpace> space) {
  auto oracle = std::make_shared<conformance::SyntheticOracle>(*space);
  return told({std::move(name), std::move(space), std::move(oracle), {Budget::Unit::seconds, 4000}});
}

// `own`: one more space, by its name; may be null.
std::vector<Setting> synthetic_settings(const std::shared_ptr<const SearchSpace>& own) {
  const std::vector<int> uneven = {2, 7, 1, 3, 12, 4, 2, 5};
  std::vector<Setting> settings = {synthetic("nb201", std::make_shared<Nb201>()),
                                   synthetic("nats-size", std::make_shared<NatsSize>()),
                                   synthetic("generic", std::make_shared<GenericSpace>("generic", uneven)),
                                   synthetic("graphs", std::make_shared<conformance::GraphSpace>()),
                                   synthetic("unordered", std::make_shared<conformance::UnorderedSpace>())};
  if (own) settings.push_back(synthetic(own->name(), own));
  return settings;
}

bool all_kept(const std::vector<Finding>& findings) {
  return std::all_of(findings.begin(), findings.end(), [](const Finding& finding) { return finding.kept; });
}

// Why it cannot be had in a setting (a space without what its options need); empty: it can.
std::string refusal_of(const ConfiguredSearcher& searcher, const Setting& setting) {
  try {
    searcher.configuration->create(
        {*setting.space, setting.name, setting.oracle->objectives(), setting.oracle->fidelities(), setting.budget}, 0,
        {});
    return "";
  } catch (const Error& error) {
    return error.what();
  } catch (const SearcherFault&) {
    return "";  // the first promise says it
  }
}

// The table has the full training only; a searcher that asks for less gets modelled early epochs.
std::shared_ptr<const Oracle> table_oracle(const std::shared_ptr<const Table>& table, const SearchSpace& space,
                                           const ConfiguredSearcher& searcher) {
  auto oracle = std::make_shared<const TableOracle>(table, space, "cifar10", std::vector<std::string>{"valid@12/12"});
  if (!searcher.entry->multi_fidelity) return oracle;
  return std::make_shared<const ModelledOracle>(std::move(oracle), space, EarlyEpochs::exponential);
}

}  // namespace

bool keeps_promises(const ConfiguredSearcher& searcher, const std::shared_ptr<const SearchSpace>& own,
                    std::string_view only) {
  const bool trains = searcher.entry->trains_by_itself();
  bool good = true;
  std::size_t refused = 0;
  std::vector<Setting> settings = synthetic_settings(own);
  if (!only.empty()) std::erase_if(settings, [&](const Setting& setting) { return setting.name != only; });
  for (const Setting& setting : settings) {
    const std::string refusal = trains ? "" : refusal_of(searcher, setting);
    if (!refusal.empty()) {
      fmt::print("{:<10} not tried: {}\n", setting.name, refusal);
      ++refused;
      continue;
    }
    const auto findings =
        trains ? conformance::try_training_promises(searcher, setting) : conformance::try_promises(searcher, setting);
    good = all_kept(findings) && good;
    refused += trains && findings.size() == 1 ? 1 : 0;
  }
  if (refused == settings.size()) {
    fmt::print("{:<10} takes one of these spaces … BROKEN\n", "all");
    good = false;
  }
  return good;
}

bool beats_chance(const ConfiguredSearcher& searcher, const ConfiguredSearcher& random,
                  const std::shared_ptr<const Table>& table, int seeds) {
  const auto space = std::make_shared<Nb201>();
  const Setting real = told({"table", space, table_oracle(table, *space, searcher), {Budget::Unit::seconds, 20'000}});
  return conformance::try_against_chance(searcher, random, real, seeds).kept;
}

int check_searcher(const Program& program, const SearcherCheck& check) {
  ConfiguredSearcher bare = program.searchers.configure_small(check.spelling);
  const std::string spelling = bare.spelling();
  Watch watch(spelling, check.patience);
  const ConfiguredSearcher searcher = watched(std::move(bare), watch);
  bool good = keeps_promises(searcher, check.space);
  if (searcher.entry->trains_by_itself()) {
    fmt::print("{:<10} is not worse than chance: not asked, made this small it would learn nothing of cells\n",
               "table");
  } else {
    const auto table = find_table("nb201", check.tables);
    good = beats_chance(searcher, program.searchers.configure("random"), table, check.seeds) && good;
  }
  fmt::print("{} {}\n", spelling, good ? "keeps all promises" : "breaks a promise");
  return good ? 0 : 1;
}

}  // namespace cellar
