#pragma once

#include <vector>

#include "core/oracle.hpp"
#include "core/space.hpp"

namespace cellar::conformance {

// An oracle for any space, without a table: each value of each choice adds its own part to the accuracy, a hash of the
// whole architecture and of the draw adds noise. Fidelities 1, 4 and 12 of the 12-epoch schedule; 5 to 15 seconds an
// epoch.
class SyntheticOracle final : public Oracle {
 public:
  explicit SyntheticOracle(const SearchSpace& space) : space_(space) {}

  const std::vector<Fidelity>& fidelities() const override { return fidelities_; }
  Measurement measure(const Architecture& arch, Fidelity fidelity, int from_epochs, std::uint64_t draw) const override;

 private:
  const SearchSpace& space_;
  std::vector<Fidelity> fidelities_ = {{1, 12}, {4, 12}, {12, 12}};
};

// Another oracle whose training fails on a fixed quarter of all architectures, at full cost.
class FailingOracle final : public Oracle {
 public:
  explicit FailingOracle(const Oracle& behind) : behind_(behind) {}

  std::vector<Objective> objectives() const override { return behind_.objectives(); }
  const std::vector<Fidelity>& fidelities() const override { return behind_.fidelities(); }
  Measurement measure(const Architecture& arch, Fidelity fidelity, int from_epochs, std::uint64_t draw) const override;

 private:
  const Oracle& behind_;
};

}  // namespace cellar::conformance
