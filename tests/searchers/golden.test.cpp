#include <cstdlib>
#include <fstream>
#include <sstream>

#include "core/trace/format.hpp"
#include "tests/catch.hpp"
#include "tests/searchers/searchers.hpp"

using namespace cellar;
using namespace cellar::test;

namespace {

std::vector<std::string> columns_of(const SearcherEntry& entry, const SearchSpace& space, const Oracle& oracle) {
  const Problem problem{space, "test", oracle.objectives(), oracle.fidelities(), {}, 1};
  return entry.configure()->create(problem, 1, Resources{})->columns();
}

}  // namespace

// Golden traces freeze what a searcher does. After a change that is meant to change it, run the test program with
// CELLAR_WRITE_GOLDEN=1 set, look at the difference, and say in the commit why.
TEST_CASE("Every built-in searcher makes the trace that is recorded for it") {
  const Embedded embedded("cifar10");
  const SearcherRegistry registry = builtin_searchers();
  for (const auto& entry : registry.entries()) {
    const Oracle& oracle = embedded.oracle_for(*entry);
    const TraceFormat format(embedded.space,
                             TraceColumns::of(oracle.objectives(), columns_of(*entry, embedded.space, oracle)));
    for (const int workers : {1, 4}) {
      std::string text = format.column_line();
      const Budget budget{Budget::Unit::evaluations, 40};
      for (const TraceRow& row : run_searcher(entry->name, embedded.space, oracle, budget, 1, workers)) {
        format.append(text, row);
      }
      const std::string file = std::string(CELLAR_SOURCE_DIR "/tests/searchers/golden/") + entry->name + "-" +
                               std::to_string(workers) + ".csv";
      if (std::getenv("CELLAR_WRITE_GOLDEN") != nullptr) std::ofstream(file) << text;
      std::stringstream recorded;
      recorded << std::ifstream(file).rdbuf();
      INFO(file);
      CHECK(text == recorded.str());
    }
  }
}
