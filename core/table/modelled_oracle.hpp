#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/oracle.hpp"
#include "core/table/table_oracle.hpp"

namespace cellar {

// How epochs that a table lacks are made up from its last epoch.
enum class EarlyEpochs {
  exponential,       // "exp": a learning curve 1 - exp(-3 e / S)
  noisy_exponential  // "exp+noise": with a deviation that is the architecture's and the epoch's, the same every time
};

// "exp", "exp+noise"; an Error names both.
EarlyEpochs parse_early_epochs(std::string_view text);

// A table's oracle with all earlier epochs of its schedule, so that multi-fidelity searchers can be tried on tables
// that have the last epoch only. What it answers there is a model and no measurement:
//   accuracy(e) = accuracy(S) (1 - exp(-3 e / S)) / (1 - exp(-3)),  S: the table's epochs,
// and with noise + 2 / sqrt(12 e / S) z, cut to [0, 100], z a standard normal number that belongs to (index, e). For
// the 12-epoch schedule this is exp(-e / 4), and noise of 2, 1 and 0 points at 1, 4 and 12 epochs.
class ModelledOracle final : public Oracle {
 public:
  // An Error if the table has early epochs of its own.
  ModelledOracle(std::shared_ptr<const TableOracle> table, const SearchSpace& space, EarlyEpochs model);

  // The table's, whose source says what is modelled.
  std::vector<Objective> objectives() const override;
  const std::vector<Fidelity>& fidelities() const override { return fidelities_; }
  Measurement measure(const Architecture& arch, Fidelity fidelity, int from_epochs, std::uint64_t draw) const override;

 private:
  double modelled(std::uint64_t index, double full, int epochs) const;

  std::shared_ptr<const TableOracle> table_;
  const SearchSpace& space_;
  EarlyEpochs model_;
  std::vector<Fidelity> fidelities_;
};

// The z of an architecture's index and an epoch.
double modelled_deviation(std::uint64_t index, int epochs);

}  // namespace cellar
