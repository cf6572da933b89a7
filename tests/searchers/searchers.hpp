#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/registry.hpp"
#include "core/run.hpp"
#include "core/table/modelled_oracle.hpp"
#include "core/table/table_oracle.hpp"
#include "core/trace/incumbent.hpp"
#include "searchers/builtin.hpp"
#include "space/nb201.hpp"

namespace cellar::test {

inline SearcherRegistry builtin_searchers() {
  SearcherRegistry registry;
  register_searchers(registry);
  return registry;
}

inline std::vector<TraceRow> run_searcher(const std::string& spelling, const SearchSpace& space, const Oracle& oracle,
                                          const Budget& budget, std::uint64_t seed, int workers = 1) {
  const SearcherRegistry registry = builtin_searchers();
  const ConfiguredSearcher configured = registry.configure(spelling);
  const Problem problem{space, "test", oracle.objectives(), oracle.fidelities(), budget, workers};
  const auto searcher = configured.configuration->create(problem, seed, Resources{});
  TraceRows trace;
  run(*searcher, oracle, problem, seed, trace);
  return trace.rows;
}

// What a run's rows stand for in the end.
inline std::optional<Architecture> incumbent_of(const std::vector<TraceRow>& rows) {
  Incumbent<Architecture> incumbent;
  for (const TraceRow& row : rows) incumbent.see(row.arch, row.values.at(0), row.fidelity);
  return incumbent.best();
}

// The embedded table and its space, for the validation accuracy after 12 epochs, and with modelled early epochs.
struct Embedded {
  Nb201 space;
  std::shared_ptr<const Table> table = open_table(CELLAR_TABLES_DIR "/nb201.table");
  TableOracle oracle;
  ModelledOracle modelled;

  explicit Embedded(const std::string& dataset)
      : oracle(table, space, dataset, std::vector<std::string>{"valid@12/12"}),
        modelled(std::make_shared<const TableOracle>(oracle), space, EarlyEpochs::exponential) {}

  const Oracle& oracle_for(const SearcherEntry& searcher) const {
    return searcher.multi_fidelity ? static_cast<const Oracle&>(modelled) : oracle;
  }
};

}  // namespace cellar::test
