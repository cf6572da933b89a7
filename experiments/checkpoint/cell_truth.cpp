#include "experiments/checkpoint/cell_truth.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/errors.hpp"

namespace cellar {

namespace {

const Measure kTest{"test", {200, 200}};
const Measure kValid{"valid", {200, 200}};

}  // namespace

CellTruth::CellTruth(std::shared_ptr<const Table> table, const std::string& dataset)
    : truth_(std::move(table), dataset), test_(truth_.values(kTest)), best_(truth_.best(kTest).value) {
  if (truth_.has(kValid)) valid_ = truth_.values(kValid);
  for (std::size_t i = 0; i < test_.size(); ++i) {
    if (!std::isnan(test_[i])) sorted_.push_back(test_[i]);
  }
  std::sort(sorted_.begin(), sorted_.end());
}

CellTruth::Verdict CellTruth::of(std::uint64_t index) const {
  require(index < test_.size(), "a cell is in the table's space");
  Verdict verdict;
  verdict.valid = valid_ ? (*valid_)[index] : std::numeric_limits<double>::quiet_NaN();
  verdict.test = test_[index];
  verdict.regret = best_ - verdict.test;
  if (std::isnan(verdict.test)) return verdict;
  const auto better = sorted_.end() - std::upper_bound(sorted_.begin(), sorted_.end(), verdict.test);
  verdict.rank = static_cast<std::size_t>(better) + 1;
  return verdict;
}

}  // namespace cellar
