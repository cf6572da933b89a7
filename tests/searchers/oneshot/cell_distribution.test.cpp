#include "searchers/oneshot/cell_distribution.hpp"

#include <ATen/ATen.h>
// torch comes first: its CHECK is not Catch2's, so that these tests use REQUIRE alone.
#include <algorithm>
#include <cmath>

#include "core/errors.hpp"
#include "core/random.hpp"
#include "searchers/oneshot/cell_codes.hpp"
#include "tests/catch.hpp"
#include "tests/reference.hpp"

#include "searchers/oneshot/checks/compare.hpp"

namespace cellar {

using oneshot::CellDistribution;

namespace {

at::Tensor random_alphas(at::ScalarType type, double scale, Rng& rng) {
  const at::Tensor alphas = at::empty({6, 5}, at::kDouble);
  for (int i = 0; i < 30; ++i) alphas.data_ptr<double>()[i] = scale * rng.normal();
  return alphas.to(type);
}

// All cells, sorted by sums that torch adds up one after another in the alphas' type.
std::vector<std::pair<double, std::size_t>> sorted_by_hand(const at::Tensor& log_probabilities) {
  std::vector<std::pair<double, std::size_t>> cells;
  for (std::size_t code = 0; code < oneshot::kCells; ++code) {
    const Architecture cell = oneshot::cell_of_code(code);
    float single = 0;
    double sum = 0;
    for (std::size_t edge = 0; edge < cell.size(); ++edge) {
      const std::size_t place = edge * 5 + cell[edge];
      if (log_probabilities.scalar_type() == at::kFloat) {
        single += log_probabilities.data_ptr<float>()[place];
      } else {
        sum += log_probabilities.data_ptr<double>()[place];
      }
    }
    cells.emplace_back(log_probabilities.scalar_type() == at::kFloat ? single : sum, code);
  }
  std::stable_sort(cells.begin(), cells.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  return cells;
}

}  // namespace

TEST_CASE("The most probable cells are the first of all cells sorted by their sums, ties in the order of codes") {
  Rng rng(1);
  for (const auto type : {at::kFloat, at::kDouble}) {
    for (const double scale : {0.0, 1e-7, 1e-3, 1.0, 20.0}) {
      const at::Tensor logs = random_alphas(type, scale, rng).log_softmax(1);
      const CellDistribution distribution(logs);
      const auto expected = sorted_by_hand(logs);
      for (const std::size_t count : {std::size_t{1}, std::size_t{100}, oneshot::kCells}) {
        const auto ranked = distribution.most_probable(count);
        REQUIRE(ranked.size() == count);
        bool same = true;
        for (std::size_t place = 0; place < count; ++place) {
          same = same && ranked[place].cell == oneshot::cell_of_code(expected[place].second) &&
                 ranked[place].log_probability == expected[place].first &&
                 ranked[place].log_probability == distribution.log_probability(ranked[place].cell);
        }
        CAPTURE(scale, count, type == at::kFloat);
        REQUIRE(same);
      }
    }
  }
}

TEST_CASE("The probabilities of all cells sum to one") {
  Rng rng(2);
  double sum = 0;
  for (const auto& ranked : CellDistribution(random_alphas(at::kDouble, 2, rng).log_softmax(1)).most_probable(15625)) {
    sum += std::exp(ranked.log_probability);
  }
  REQUIRE(sum == Approx(1).epsilon(1e-12));
}

TEST_CASE("Ranked from the alphas themselves, SETN's cells are the original's") {
  for (const std::string name : {"case00_f32", "case01_f32", "case02_f64", "case03_f32", "case04_f32"}) {
    const auto path = test::reference("data/oneshot/setn/" + name);
    if (path.empty()) return;
    const network::RecordedCase recorded(path);
    const auto best = oneshot::recorded_genotypes(recorded.index().at("top100"));
    std::vector<Architecture> ranked;
    const CellDistribution distribution(recorded.tensor("alpha").log_softmax(1));
    for (const auto& next : distribution.most_probable(best.size())) ranked.push_back(next.cell);
    CAPTURE(name);
    REQUIRE((ranked == best));  // not shown: glog has templates that print any vector
  }
}

TEST_CASE("Alphas that are no numbers, and more cells than there are, are refused") {
  REQUIRE_THROWS_AS(CellDistribution(at::full({6, 5}, std::nan(""))), Error);
  REQUIRE_THROWS_AS(CellDistribution(at::zeros({6, 4})), ContractError);
  REQUIRE_THROWS_AS(CellDistribution(at::zeros({6, 5})).most_probable(15626), ContractError);
}

}  // namespace cellar
