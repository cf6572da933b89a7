#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "core/errors.hpp"
#include "core/oracle.hpp"
#include "core/space.hpp"
#include "core/trace/row.hpp"

namespace cellar {

// The draw of trial `number` of a run: what makes its noise depend on neither threads nor order.
std::uint64_t trial_draw(std::uint64_t run_seed, int number);

// A searcher does not ask what its trace says it asked.
class ReplayError : public Error {
 public:
  using Error::Error;
};

// Answers the recorded trials of an interrupted run from its trace and everything else from the oracle behind it. Run
// with the same seed, a deterministic searcher asks the recorded trials again and then goes on where it was. One that
// asks for something else gets a ReplayError: it, its options or the program have changed since.
class RecordedOracle final : public Oracle {
 public:
  RecordedOracle(const Oracle& behind, const SearchSpace& space, std::uint64_t run_seed, std::vector<TraceRow> rows);

  std::vector<Objective> objectives() const override { return behind_.objectives(); }
  const std::vector<Fidelity>& fidelities() const override { return behind_.fidelities(); }
  Measurement measure(const Architecture& arch, Fidelity fidelity, int from_epochs, std::uint64_t draw) const override;

 private:
  std::size_t root_of(std::size_t row) const;
  int epochs_before(const TraceRow& row) const;

  const Oracle& behind_;
  const SearchSpace& space_;
  std::vector<TraceRow> rows_;
  std::unordered_map<int, std::size_t> by_trial_;
  std::unordered_map<std::uint64_t, std::vector<std::size_t>> by_draw_;  // a trial and those that continue it
};

}  // namespace cellar
