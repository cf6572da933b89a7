// Cellar as a library, without its program: a space and an oracle of one's own, one run of a built-in searcher.
#include <cstdio>
#include "core/run.hpp"
#include "core/trace/incumbent.hpp"
#include "searchers/builtin.hpp"
#include "space/generic.hpp"

struct Bakery final : cellar::Oracle {
  const std::vector<cellar::Fidelity>& fidelities() const override { return levels; }
  cellar::Measurement measure(const cellar::Architecture& bread, cellar::Fidelity, int, std::uint64_t) const override {
    return {90.0 - 10 * bread[0] - 5 * bread[1] + 8 * bread[2], 60.0 * (1 + bread[2])};  // quality [%], cost [s]
  }
  std::vector<cellar::Fidelity> levels = {{1, 1}};
};

int main() {
  const cellar::GenericSpace space("bread", {3, 2, 2}, {{"rye", "wheat", "oat"}, {"yeast", "soda"}, {"short", "long"}});
  const Bakery oracle;
  const cellar::Problem problem{space, "kitchen", oracle.objectives(), oracle.levels, cellar::parse_budget("2000"), 1};
  cellar::SearcherRegistry searchers;
  cellar::register_searchers(searchers);
  const auto evolution = searchers.configure("evolution(population=4,sample=2)").configuration;
  const auto searcher = evolution->create(problem, 1, cellar::Resources{});
  cellar::TraceRows trace;
  cellar::run(*searcher, oracle, problem, 1, trace);
  cellar::Incumbent<cellar::Architecture> best;
  for (const cellar::TraceRow& row : trace.rows) best.see(row.arch, row.values.at(0), row.fidelity);
  std::printf("%zu trials in %.0f s, best: %s\n", trace.rows.size(), trace.rows.back().end_seconds,
              space.format(*best.best()).c_str());
}
