#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/oracle.hpp"
#include "core/space.hpp"
#include "core/table/dataset.hpp"
#include "core/table/table.hpp"

namespace cellar {

// Answers from a table, as NATS-Bench's simulate_train_eval does. Where the table has columns of single training seeds
// for the observed measure, a draw picks one of those present, uniformly; otherwise, and where an architecture has none
// of them, the mean is the answer.
// Price: epochs × seconds per epoch, and one validation pass where the table records its time; none where it records no
// seconds. An architecture without a value fails; one without a price is charged the column's mean.
// Departure: at intermediate epochs of CIFAR-100 and ImageNet16-120 the original answers with test images; this does
// not.
class TableOracle final : public Oracle {
 public:
  // `observed` is the full fidelity; the lower ones are the earlier epochs of its schedule that the table has. The
  // space must outlive the oracle. An Error names what the table has instead of the data set, the measure or the space,
  // and refuses test accuracies.
  TableOracle(std::shared_ptr<const Table> table, const SearchSpace& space, const std::string& dataset,
              const Measure& observed);

  // One: the observed measure at the full fidelity.
  std::vector<Objective> objectives() const override;
  const std::vector<Fidelity>& fidelities() const override { return fidelities_; }
  Measurement measure(const Architecture& arch, Fidelity fidelity, int from_epochs, std::uint64_t draw) const override;

  // What `epochs` more epochs of the architecture of this index cost; 0 without prices.
  double cost_seconds(std::size_t index, int epochs) const;
  bool has_prices() const { return !seconds_per_epoch_.empty(); }
  // The indices of the architectures that have a value at the full fidelity, ascending.
  std::vector<std::uint64_t> known_indices() const;
  // What the table says of the column that is observed; may be empty.
  const std::string& note() const;
  // How an evaluation is charged, in words; empty without prices.
  std::string price() const;

 private:
  struct Level {
    std::vector<ColumnView> seeds;
    std::optional<ColumnView> mean;
  };

  void check_observable(const std::string& dataset, const Measure& observed) const;
  void add_level(const Metric& metric);
  const Level& level(Fidelity fidelity) const;

  std::shared_ptr<const Table> table_;
  const SearchSpace& space_;
  Metric observed_;
  std::vector<Level> levels_;
  std::vector<Fidelity> fidelities_;
  std::vector<int> level_of_epoch_;         // by epoch, from 0; -1: the table has none
  std::vector<double> seconds_per_epoch_;   // by index; empty: the table has no prices
  std::vector<double> validation_seconds_;  // by index; empty: not recorded
};

}  // namespace cellar
