#include "tests/conformance/synthetic_oracle.hpp"

#include <cmath>

namespace cellar::conformance {

namespace {

double unit(std::uint64_t word) { return static_cast<double>(mix64(word) >> 11) * 0x1.0p-53; }

}  // namespace

Measurement SyntheticOracle::measure(const Architecture& arch, Fidelity fidelity, int from_epochs,
                                     std::uint64_t draw) const {
  const std::uint64_t hash = std::hash<Architecture>{}(arch);
  const std::vector<int>& arity = space_.arity();
  double sum = 0;
  for (std::size_t choice = 0; choice < arity.size(); ++choice) sum += unit(1000 * choice + arch[choice]);
  const double quality = 40 + 50 * sum / static_cast<double>(arity.size()) + 2 * unit(hash) + unit(hash ^ draw);
  const double learnt = (1 - std::exp(-fidelity.epochs / 4.0)) / (1 - std::exp(-3.0));
  const double epoch_seconds = 5 + 10 * unit(hash + 1);
  return {quality * learnt, epoch_seconds * (fidelity.epochs - from_epochs)};
}

Measurement FailingOracle::measure(const Architecture& arch, Fidelity fidelity, int from_epochs,
                                   std::uint64_t draw) const {
  Measurement measured = behind_.measure(arch, fidelity, from_epochs, draw);
  if (mix64(std::hash<Architecture>{}(arch)) % 4 == 0) measured.values = Values();
  return measured;
}

}  // namespace cellar::conformance
