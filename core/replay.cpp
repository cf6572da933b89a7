#include "core/replay.hpp"

#include <fmt/format.h>

#include "core/random.hpp"

namespace cellar {

std::uint64_t trial_draw(std::uint64_t run_seed, int number) {
  constexpr std::uint64_t kOracleStream = 0x04ac1e;
  return derive_seed(derive_seed(run_seed, kOracleStream), static_cast<std::uint64_t>(number));
}

RecordedOracle::RecordedOracle(const Oracle& behind, const SearchSpace& space, std::uint64_t run_seed,
                               std::vector<TraceRow> rows)
    : behind_(behind), space_(space), rows_(std::move(rows)) {
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    if (rows_[row].asked()) by_trial_.emplace(rows_[row].trial, row);
  }
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    if (!rows_[row].asked()) continue;
    by_draw_[trial_draw(run_seed, rows_[root_of(row)].trial)].push_back(row);
  }
}

// The first of the trials that this one continues.
std::size_t RecordedOracle::root_of(std::size_t row) const {
  while (rows_[row].continues) {
    const auto earlier = by_trial_.find(*rows_[row].continues);
    if (earlier == by_trial_.end() || rows_[earlier->second].trial >= rows_[row].trial) {
      throw ReplayError(fmt::format("trial {} continues trial {}, which is not recorded before it", rows_[row].trial,
                                    *rows_[row].continues));
    }
    row = earlier->second;
  }
  return row;
}

// The epochs that a recorded trial did not train itself.
int RecordedOracle::epochs_before(const TraceRow& row) const {
  return row.continues ? rows_[by_trial_.at(*row.continues)].fidelity.epochs : 0;
}

Measurement RecordedOracle::measure(const Architecture& arch, Fidelity fidelity, int from_epochs,
                                    std::uint64_t draw) const {
  const auto recorded = by_draw_.find(draw);
  if (recorded == by_draw_.end()) return behind_.measure(arch, fidelity, from_epochs, draw);
  for (const std::size_t row : recorded->second) {
    const bool same_end = rows_[row].arch == arch && rows_[row].fidelity == fidelity;
    if (same_end && epochs_before(rows_[row]) == from_epochs) return {rows_[row].values, rows_[row].cost_seconds};
  }
  if (from_epochs > 0) return behind_.measure(arch, fidelity, from_epochs, draw);  // a continuation not yet recorded
  const TraceRow& first = rows_[recorded->second.front()];
  throw ReplayError(
      fmt::format("the searcher asks for {} at {}/{} where the trace has {} at {}/{} (trial {}): it is not the "
                  "searcher that made this trace",
                  space_.format(arch), fidelity.epochs, fidelity.schedule, space_.format(first.arch),
                  first.fidelity.epochs, first.fidelity.schedule, first.trial));
}

}  // namespace cellar
