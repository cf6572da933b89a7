#include "searchers/oneshot/dirichlet.hpp"

#include <ATen/ATen.h>
// torch comes first: its CHECK is not Catch2's, so that these tests use REQUIRE alone.
#include <cmath>

#include "core/errors.hpp"
#include "tests/catch.hpp"
#include "tests/searchers/oneshot/beta_distribution.hpp"

namespace cellar {

namespace {

at::Tensor concentrations() { return at::tensor({0.2, 0.7, 1.0, 2.5, 0.05}, at::kDouble).view({1, 5}); }

at::Tensor draw_rows(const at::Tensor& rows, Rng& rng) {
  return oneshot::dirichlet_sample(rows, oneshot::draw_gamma(rows, rng).to(rows.scalar_type()));
}

}  // namespace

TEST_CASE("Draws of a Dirichlet distribution are probabilities with its means and variances") {
  Rng rng(1);
  constexpr std::int64_t kDraws = 100000;
  const at::Tensor means = concentrations() / concentrations().sum();
  const at::Tensor draws = draw_rows(concentrations().expand({kDraws, 5}), rng);
  REQUIRE(draws.sum(1).sub(1).abs().max().item<double>() < 1e-14);
  REQUIRE(draws.min().item<double>() >= 0);
  const at::Tensor variances = means * (1 - means) / (concentrations().sum() + 1);
  const at::Tensor off = (draws.mean(0, true) - means).abs() / (variances / kDraws).sqrt();
  REQUIRE(off.max().item<double>() < 4.5);
  REQUIRE((draws.var(0) / variances[0] - 1).abs().max().item<double>() < 0.05);
}

TEST_CASE("Implicit gradients are right on average: those of a mean and of a second moment, known in closed form") {
  Rng rng(2);
  constexpr std::int64_t kDraws = 3000;
  for (const int power : {1, 2}) {
    const at::Tensor rows = concentrations().repeat({kDraws, 1}).set_requires_grad(true);
    draw_rows(rows, rng).select(1, 1).pow(power).sum().backward();
    const at::Tensor exact = concentrations().set_requires_grad(true);
    const at::Tensor total = exact.sum(), own = exact[0][1];
    (power == 1 ? own / total : own * (own + 1) / (total * (total + 1))).backward();
    const at::Tensor error = rows.grad().std(0) / std::sqrt(static_cast<double>(kDraws));
    const at::Tensor off = (rows.grad().mean(0) - exact.grad()[0]).abs() / error;
    CAPTURE(power);
    REQUIRE(off.max().item<double>() < 4.5);
  }
}

// Of a draw, when one concentration moves: the entry keeps its quantile, the others keep their ratios.
TEST_CASE("Gradients of a draw are finite differences of its quantiles") {
  Rng rng(6);
  const at::Tensor functional = at::tensor({0.3, -1.0, 2.0, 0.1, -0.4}, at::kDouble);
  for (int i = 0; i < 10; ++i) {
    const at::Tensor rows = concentrations().clone().set_requires_grad(true);
    const at::Tensor draw = draw_rows(rows, rng);
    (draw * functional).sum().backward();
    for (std::int64_t j = 0; j < 5; ++j) {
      const double a = rows[0][j].item<double>(), b = rows.sum().item<double>() - a, x = draw[0][j].item<double>();
      if (x < 1e-12 || x > 1 - 1e-12) continue;  // the quantile is known to few digits
      const double below = test::beta::probability(x, a, b);
      const auto moved = [&](double step) {
        const double other = test::beta::quantile(below, a + step, b);
        at::Tensor changed = draw.detach() * ((1 - other) / (1 - x));
        changed[0][j] = other;
        return (changed * functional).sum().item<double>();
      };
      const double step = 1e-4 * a, difference = (moved(step) - moved(-step)) / (2 * step);
      CAPTURE(i, j, a, x);
      REQUIRE(rows.grad()[0][j].item<double>() == Approx(difference).epsilon(1e-5).margin(1e-9));
    }
  }
}

TEST_CASE("Gradients of the divergence are those of finite differences, and it is zero for the uniform distribution") {
  const at::Tensor alphas = at::tensor({-1.5, -0.2, 0.3, 1.1, 2.0}, at::kDouble).view({1, 5}).set_requires_grad(true);
  const auto divergence = [](const at::Tensor& x) {
    return oneshot::dirichlet_divergence(oneshot::dirichlet_concentration(x)).sum();
  };
  divergence(alphas).backward();
  for (std::int64_t i = 0; i < 5; ++i) {
    const auto moved = [&](double step) {
      const at::Tensor other = alphas.detach().clone();
      other[0][i] += step;
      return divergence(other).item<double>();
    };
    REQUIRE(alphas.grad()[0][i].item<double>() == Approx((moved(1e-5) - moved(-1e-5)) / 2e-5).epsilon(1e-7));
  }
  REQUIRE(std::abs(divergence(at::zeros({6, 5}, at::kDouble)).item<double>()) < 1e-14);
  REQUIRE(divergence(at::full({6, 5}, -1.0, at::kDouble)).item<double>() > 0);
}

TEST_CASE("Slopes that come with a draw give the gradients that are found afterwards") {
  Rng rng(5);
  const at::Tensor functional = at::tensor({0.3, -1.0, 2.0, 0.1, -0.4}, at::kDouble);
  for (const auto type : {at::kFloat, at::kDouble}) {
    const at::Tensor rows = concentrations().repeat({6, 1}).to(type).set_requires_grad(true);
    const oneshot::DirichletDraw draw = oneshot::draw_dirichlet(rows.detach(), rng);
    const auto gradient_of = [&](const at::Tensor& sample) {
      rows.mutable_grad() = at::Tensor();
      (sample * functional.to(type)).sum().backward();
      return rows.grad().clone();
    };
    const at::Tensor own = gradient_of(oneshot::dirichlet_sample(rows, draw));
    const at::Tensor later = gradient_of(oneshot::dirichlet_sample(rows, draw.gamma.to(type)));
    REQUIRE((own - later).abs().max().item<double>() <=
            (type == at::kFloat ? 1e-5 : 1e-12) * later.abs().max().item<double>());
  }
}

TEST_CASE("Tiny concentrations give draws and gradients that are numbers, in float32 and float64") {
  Rng rng(3);
  for (const auto type : {at::kFloat, at::kDouble}) {
    const at::Tensor alphas = at::full({50, 5}, -9.0, type).set_requires_grad(true);
    const at::Tensor draw = draw_rows(oneshot::dirichlet_concentration(alphas), rng);
    REQUIRE(draw.scalar_type() == type);
    REQUIRE(draw.sum(1).sub(1).abs().max().item<double>() < 1e-5);
    draw.select(1, 0).sum().backward();
    REQUIRE(alphas.grad().isfinite().all().item<bool>());
  }
}

TEST_CASE("A concentration of zero and alphas that are no numbers are refused") {
  Rng rng(4);
  for (const double alpha : {-100.0, std::nan(""), static_cast<double>(INFINITY)}) {
    const at::Tensor alphas = at::zeros({6, 5});
    alphas[2][3] = alpha;
    REQUIRE_THROWS_AS(draw_rows(oneshot::dirichlet_concentration(alphas), rng), Error);
  }
}

}  // namespace cellar
