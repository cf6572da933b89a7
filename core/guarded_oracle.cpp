#include "core/guarded_oracle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/errors.hpp"
#include "core/printable.hpp"

namespace cellar {

namespace {

// `doing()` says what, where it is needed.
template <class Doing, class Call>
auto calling(Doing doing, Call call) {
  try {
    return call();
  } catch (const Stopped&) {
    throw;
  } catch (const std::exception& error) {
    throw OracleFault(fmt::format("throws in {}: {}", doing(), printable(error.what())));
  } catch (...) {
    throw OracleFault(fmt::format("throws in {} what is no std::exception", doing()));
  }
}

void check(const std::vector<Objective>& objectives, const std::string& name) {
  if (objectives.empty() || objectives.size() > kMaxObjectives) {
    throw OracleFault(
        fmt::format("oracle {} has {} objectives; 1 to {} are allowed", name, objectives.size(), kMaxObjectives));
  }
  for (const Objective& objective : objectives) {
    if (!(objective.least < objective.most)) {
      throw OracleFault(
          fmt::format("oracle {}: the range of objective '{}' is empty", name, printable(objective.name)));
    }
    if (objective.unit.empty() || objective.unit.find_first_of(";\n\r") != std::string::npos) {
      throw OracleFault(
          fmt::format("oracle {}: objective '{}' has no unit that a trace can hold; \"1\" is a plain number", name,
                      printable(objective.name)));
    }
  }
}

void check(const std::vector<Fidelity>& fidelities, const std::string& name) {
  const auto fits = [&](const Fidelity& at) {
    return at.epochs >= 1 && at.epochs <= at.schedule && at.schedule == fidelities.front().schedule;
  };
  if (!fidelities.empty() && std::is_sorted(fidelities.begin(), fidelities.end()) &&
      std::all_of(fidelities.begin(), fidelities.end(), fits)) {
    return;
  }
  throw OracleFault(fmt::format("oracle {} offers no fidelities, or not ascending ones of one schedule", name));
}

}  // namespace

GuardedOracle::GuardedOracle(std::shared_ptr<const Oracle> behind, std::shared_ptr<const SearchSpace> space,
                             std::string name)
    : behind_(std::move(behind)), space_(std::move(space)), name_(std::move(name)) {
  objectives_ = calling([] { return "objectives()"; }, [&] { return behind_->objectives(); });
  fidelities_ = calling([] { return "fidelities()"; }, [&] { return behind_->fidelities(); });
  check(objectives_, name_);
  check(fidelities_, name_);
}

Measurement GuardedOracle::measure(const Architecture& arch, Fidelity fidelity, int from_epochs,
                                   std::uint64_t draw) const {
  const auto doing = [&] {
    return fmt::format("measure() of {} for {} epochs", space_->format(arch), fidelity.epochs);
  };
  const Measurement answer = calling(doing, [&] { return behind_->measure(arch, fidelity, from_epochs, draw); });
  const Values& values = answer.values;
  if (!values.failed() && values.size() != objectives_.size()) {
    throw OracleFault(
        fmt::format("{} answers {} values for {} objectives", doing(), values.size(), objectives_.size()));
  }
  if (values.any_infinite()) throw OracleFault(doing() + " answers an infinite value");
  if (!values.failed() && values.all_missing()) {
    throw OracleFault(doing() + " answers NaN; a training that failed has no values");
  }
  if (!std::isfinite(answer.cost_seconds) || answer.cost_seconds < 0) {
    throw OracleFault(fmt::format("{} costs {} seconds; 0 or more are allowed", doing(), answer.cost_seconds));
  }
  return answer;
}

}  // namespace cellar
