#include "core/table/modelled_oracle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/errors.hpp"
#include "core/random.hpp"
#include "core/suggest.hpp"

namespace cellar {

namespace {

// The standard normal quantile of 0 < u < 1: Newton's method on the distribution function, which from 0 on never
// overshoots, as the function is concave on the side of the root.
double normal_quantile(double u) {
  constexpr int kMostSteps = 200;
  double z = 0;
  for (int step = 0; step < kMostSteps; ++step) {
    const double missing = u - 0.5 * std::erfc(-z / std::numbers::sqrt2);
    const double density = std::exp(-0.5 * z * z) / std::sqrt(2 * std::numbers::pi);
    const double next = z + missing / density;
    if (std::abs(next - z) <= 1e-15 * std::abs(next)) return next;
    z = next;
  }
  return z;
}

}  // namespace

EarlyEpochs parse_early_epochs(std::string_view text) {
  if (text == "exp") return EarlyEpochs::exponential;
  if (text == "exp+noise") return EarlyEpochs::noisy_exponential;
  throw Error(unknown_name("model of early epochs", text, {"exp", "exp+noise"}));
}

double modelled_deviation(std::uint64_t index, int epochs) {
  constexpr std::uint64_t kGolden = 0x9e3779b97f4a7c15ULL;  // of SplitMix64, whose first output this is
  const std::uint64_t word = mix64(index * 64 + static_cast<std::uint64_t>(epochs) + kGolden);
  return normal_quantile((static_cast<double>(word >> 11) + 0.5) * 0x1.0p-53);
}

ModelledOracle::ModelledOracle(std::shared_ptr<const TableOracle> table, const SearchSpace& space, EarlyEpochs model)
    : table_(std::move(table)), space_(space), model_(model) {
  const Fidelity full = table_->fidelities().back();
  if (table_->fidelities().size() > 1) {
    throw Error(fmt::format("{} has earlier epochs in the table, so they are not modelled; leave --low-epochs out",
                            table_->objectives().front().name));
  }
  const std::vector<Objective> objectives = table_->objectives();
  if (objectives.size() > 1 || objectives.front().unit != "%") {
    throw Error(fmt::format("--low-epochs models one accuracy in per cent, not {} [{}]{}", objectives.front().name,
                            objectives.front().unit, objectives.size() > 1 ? " and others" : ""));
  }
  for (int epochs = 1; epochs <= full.epochs; ++epochs) fidelities_.push_back({epochs, full.schedule});
}

Measurement ModelledOracle::measure(const Architecture& arch, Fidelity fidelity, int from_epochs,
                                    std::uint64_t draw) const {
  require(std::binary_search(fidelities_.begin(), fidelities_.end(), fidelity),
          "a modelled oracle was asked for a fidelity that it does not offer");
  const Fidelity full = fidelities_.back();
  if (fidelity == full) return table_->measure(arch, full, from_epochs, draw);
  const Measurement measured = table_->measure(arch, full, 0, draw);
  const std::uint64_t index = space_.index(arch);
  std::optional<double> accuracy;
  if (const auto last = measured.values.at(0)) accuracy = modelled(index, *last, fidelity.epochs);
  return {accuracy, table_->cost_seconds(static_cast<std::size_t>(index), fidelity.epochs - from_epochs)};
}

double ModelledOracle::modelled(std::uint64_t index, double full, int epochs) const {
  const double progress = static_cast<double>(epochs) / fidelities_.back().epochs;
  const double accuracy = full * (1 - std::exp(-3 * progress)) / (1 - std::exp(-3.0));
  if (model_ == EarlyEpochs::exponential) return accuracy;
  const double noise = 2 / std::sqrt(12 * progress) * modelled_deviation(index, epochs);
  return std::clamp(accuracy + noise, 0.0, 100.0);
}

std::vector<Objective> ModelledOracle::objectives() const {
  std::vector<Objective> objectives = table_->objectives();
  objectives.front().source.modelled_epochs = model_ == EarlyEpochs::exponential ? "exp" : "exp+noise";
  return objectives;
}

}  // namespace cellar
