#include "core/run.hpp"

namespace cellar {

RunEnd run(Searcher& searcher, const Oracle& oracle, const Problem& problem, std::uint64_t seed, TraceSink& trace,
           const std::stop_token& stop, std::span<const TraceRow> done) {
  RunLoop loop(searcher, problem, seed, trace);
  loop.resume_after(done);
  while (const auto asked = loop.next(stop)) {
    const auto& [arch, fidelity, tag, continues, repaired] = asked->evaluate;
    loop.answer(asked->trial, oracle.measure(arch, fidelity, asked->from_epochs, asked->draw));
  }
  return *loop.end();
}

}  // namespace cellar
