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
// for an observed metric, a draw picks one of those present, uniformly, for all metrics the same one where they have
// it; otherwise, and where an architecture has none of them, the mean is the answer.
// Price: epochs × seconds per epoch, and one validation pass where the table records its time; none where it records no
// seconds. An architecture without a value of the first objective fails; one without a price is charged the column's
// mean.
// Departure: at intermediate epochs of CIFAR-100 and ImageNet16-120 the original answers with test images; this does
// not.
class TableOracle final : public Oracle {
 public:
  // `observed`: what find_figure takes, at least one; each is an objective. The first one's epochs are the full
  // fidelity; the lower ones are the earlier epochs of its schedule that the table has. A training of unknown length
  // counts as one epoch of one. The space must outlive the oracle. An Error names what the table has instead of the
  // data set, the figure or the space, and refuses test accuracies, unless the table says that they are observed.
  TableOracle(std::shared_ptr<const Table> table, const SearchSpace& space, const std::string& dataset,
              const std::vector<std::string>& observed);

  std::vector<Objective> objectives() const override;
  const std::vector<Fidelity>& fidelities() const override { return fidelities_; }
  Measurement measure(const Architecture& arch, Fidelity fidelity, int from_epochs, std::uint64_t draw) const override;

  // What `epochs` more epochs of the architecture of this index cost; 0 without prices.
  double cost_seconds(std::size_t index, int epochs) const;
  bool has_prices() const { return !seconds_per_epoch_.empty(); }
  // The indices of the architectures that have a value of the first objective at the full fidelity, ascending.
  std::vector<std::uint64_t> known_indices() const;
  // What the table says of the first column that is observed, beside its quantity; may be empty.
  const std::string& note() const;
  // How an evaluation is charged, in words; empty without prices.
  std::string price() const;

 private:
  // One figure at one fidelity; empty where the table has nothing of it.
  struct Level {
    std::vector<int> seed_numbers;
    std::vector<ColumnView> seeds;
    std::optional<ColumnView> mean;

    bool empty() const { return seeds.empty() && !mean; }
    // Of a training seed: the one given where there is a value of it, else one that is drawn, which is kept.
    double value(std::size_t index, std::uint64_t draw, std::optional<int>& seed) const;
    const ColumnInfo& info() const { return seeds.empty() ? mean->info() : seeds.front().info(); }
  };
  using Levels = std::vector<Level>;  // by fidelity

  TableFigure observable(const std::string& dataset, const std::string& text) const;
  Level level_of(const TableFigure& figure, Fidelity at) const;
  void find_fidelities(const TableFigure& first);
  std::size_t level_number(Fidelity fidelity) const;

  std::shared_ptr<const Table> table_;
  const SearchSpace& space_;
  std::vector<TableFigure> observed_;
  std::vector<Levels> levels_;  // by objective
  std::vector<Fidelity> fidelities_;
  std::vector<int> level_of_epoch_;  // by epoch, from 0; -1: the table has none
  std::string priced_dataset_;
  std::vector<double> seconds_per_epoch_;   // by index; empty: the table has no prices
  std::vector<double> validation_seconds_;  // by index; empty: not recorded
};

}  // namespace cellar
