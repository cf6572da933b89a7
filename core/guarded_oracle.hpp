#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/oracle.hpp"
#include "core/space.hpp"

namespace cellar {

// Another's oracle, a plug-in's: whatever it throws, and whatever it answers that no oracle may, becomes an OracleFault
// that says for which architecture. Stopped passes, since it was asked to.
class GuardedOracle final : public Oracle {
 public:
  // An OracleFault for objectives or fidelities that cannot be.
  GuardedOracle(std::shared_ptr<const Oracle> behind, std::shared_ptr<const SearchSpace> space, std::string name);

  std::vector<Objective> objectives() const override { return objectives_; }
  const std::vector<Fidelity>& fidelities() const override { return fidelities_; }
  Measurement measure(const Architecture& arch, Fidelity fidelity, int from_epochs, std::uint64_t draw) const override;

 private:
  std::shared_ptr<const Oracle> behind_;
  std::shared_ptr<const SearchSpace> space_;
  std::string name_;
  std::vector<Objective> objectives_;
  std::vector<Fidelity> fidelities_;
};

}  // namespace cellar
