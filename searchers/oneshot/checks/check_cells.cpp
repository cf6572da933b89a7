#include "searchers/oneshot/checks/check_cells.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <charconv>
#include <limits>
#include <span>

#include "core/errors.hpp"
#include "searchers/oneshot/cell_codes.hpp"
#include "searchers/oneshot/cell_distribution.hpp"
#include "searchers/oneshot/checks/compare.hpp"
#include "space/nb201/isomorphism.hpp"
#include "space/network/checks/recorded_supernet.hpp"
#include "space/network/derive.hpp"
#include "space/network/gumbel_softmax.hpp"

namespace cellar::oneshot {

using network::Comparison;
using network::RecordedCase;
using network::RecordedValue;

Comparison check_derive(const RecordedCase& recorded) {
  Comparison comparison(recorded);
  const network::TensorKind kind = network::kind_of(recorded);
  for (const RecordedValue& row : recorded.index().at("rows").list()) {
    const std::string name = fmt::format("alpha{:02}", row.at("case").count());
    const Architecture cell = network::derive_cell(recorded.tensor(name, kind));
    comparison.same(row, "genotype", nb201::format_cell(cell));
    if (row.has("valid")) comparison.holds(name + "/valid", nb201::connected(cell) == row.at("valid").flag());
    comparison.same(row, "unique_str", nb201::unique_string(cell, nb201::Zeros::opaque));
    comparison.same(row, "unique_str_zero", nb201::unique_string(cell, nb201::Zeros::propagate));
  }
  return comparison;
}

// What rounding leaves of the gradient of a softmax at temperature `tau`: p (g - sum of g p) / tau, where g and the sum
// are equal but for their last bits once one p is nearly 1, and versions of LibTorch have their own last bits of exp.
double softmax_rounding(const at::Tensor& g, double tau) {
  constexpr double kBits = 4;
  const double unit = g.scalar_type() == at::kDouble ? std::numeric_limits<double>::epsilon()
                                                     : static_cast<double>(std::numeric_limits<float>::epsilon());
  return kBits * unit * g.abs().max().item<double>() / tau;
}

Comparison check_gdas_sampling(const RecordedCase& recorded) {
  Comparison comparison(recorded);
  const network::TensorKind kind = network::kind_of(recorded);
  for (const RecordedValue& row : recorded.index().at("rows").list()) {
    const std::string prefix = fmt::format("case{:02}/", row.at("case").count());
    const at::Tensor alphas = recorded.tensor(prefix + "alpha", kind).set_requires_grad(true);
    const auto sample =
        network::gumbel_softmax(alphas, recorded.tensor(prefix + "gumbel", kind), row.at("tau").number());
    comparison.value(recorded, prefix + "probs", sample.probabilities);
    comparison.value(recorded, prefix + "hardwts", sample.weights);
    if (const std::string index = prefix + "index"; recorded.has(index)) {
      const auto cell = recorded_cells(recorded.tensor(index).unsqueeze(0));
      compare_cells(index, {&sample.cell, 1}, cell, comparison);
    }
    if (!recorded.has(prefix + "functional")) continue;
    const at::Tensor functional = recorded.tensor(prefix + "functional", kind);
    (functional * sample.weights).sum().backward();
    const double rounding = softmax_rounding(functional, row.at("tau").number());
    comparison.gradient(recorded, prefix + "alpha_grad", alphas.grad(), rounding);
  }
  return comparison;
}

// Which of two cells comes first may hang on the last bit of a float, so the ranking is that of the recorded
// log-probabilities of single operations; what is computed of the alphas is compared with these.
Comparison check_setn(const RecordedCase& recorded) {
  Comparison comparison(recorded);
  const network::TensorKind kind = network::kind_of(recorded);
  const at::Tensor alphas = recorded.tensor("alpha", kind);
  const at::Tensor computed = alphas.log_softmax(1);
  comparison.value(recorded, "log_softmax", computed);
  const CellDistribution distribution(recorded.has("log_softmax") ? recorded.tensor("log_softmax", kind) : computed);
  const RecordedValue index = recorded.index();
  const std::vector<Architecture> best = recorded_genotypes(index.at("top100"));
  if (best.size() > kCells) throw Error("its index ranks more cells than there are");
  std::vector<Architecture> ranked;
  const at::Tensor values = at::empty({static_cast<std::int64_t>(best.size())}, at::kDouble);
  for (const auto& [cell, log_probability] : distribution.most_probable(best.size())) {
    values[static_cast<std::int64_t>(ranked.size())] = log_probability;
    ranked.push_back(cell);
  }
  compare_cells("top100", ranked, best, comparison);
  // The sums are the original's to the last bit, in float32, too.
  if (const std::string name = "logprob_top100"; recorded.has(name)) {
    comparison.within(network::Tolerances().values, name, values, recorded.tensor(name));
  }
  if (index.has("other")) {
    for (const RecordedValue& other : index.at("other").list()) {
      comparison.setting(other, "logprob",
                         distribution.log_probability(network::recorded_genotype(other.at("genotype"))));
    }
  }
  comparison.same(index, "argmax_genotype", nb201::format_cell(network::derive_cell(alphas)));
  return comparison;
}

// Keys: "count", "last", "first_N", "every_Nth".
Comparison check_generation_order(const RecordedValue& order) {
  Comparison comparison(network::tolerances(at::kDouble));
  comparison.same(order, "count", kCells);
  comparison.same(order, "last", nb201::format_cell(cell_of_code(kCells - 1)));
  for (const auto& [key, genotypes] : order.members()) {
    std::size_t distance = key.starts_with("first_") ? 1 : 0;
    if (key.starts_with("every_")) std::from_chars(key.data() + 6, key.data() + key.size(), distance);
    if (distance == 0 || !genotypes.is_list()) continue;
    const std::vector<Architecture> recorded = recorded_genotypes(genotypes);
    if (!recorded.empty() && (recorded.size() - 1) * distance >= kCells) {
      throw Error(fmt::format("'{}' has {} cells, more than there are", key, recorded.size()));
    }
    std::vector<Architecture> cells;
    for (std::size_t i = 0; i < recorded.size(); ++i) cells.push_back(cell_of_code(i * distance));
    compare_cells(key, cells, recorded, comparison);
  }
  return comparison;
}

}  // namespace cellar::oneshot
