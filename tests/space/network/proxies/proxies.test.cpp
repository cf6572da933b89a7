#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include "space/network/initialisation.hpp"
#include "space/network/proxies/jacob_cov.hpp"
#include "space/network/proxies/nwot.hpp"
#include "space/network/proxies/saliency.hpp"
#include "space/network/proxies/synflow.hpp"
#include "space/network/proxies/zen.hpp"
#include "space/network/proxies/zico.hpp"
// torch comes first: its CHECK is not Catch2's, so that these tests use REQUIRE alone.
#include <cmath>

#include "core/random.hpp"
#include "space/nb201.hpp"
#include "tests/catch.hpp"

// What proxies must fulfil for any cell; the recorded cases say the numbers.
namespace cellar {

namespace {

using namespace network;

constexpr nb201::Skeleton kSkeleton{.channels = 4, .cells = 1, .classes = 5, .image_size = 8};

CellNetwork make_network(const Architecture& cell) {
  CellNetwork network(cell, kSkeleton, {at::kDouble});
  initialise_uniform(network.weights(), 3);
  return network;
}

at::Tensor normal(at::IntArrayRef shape, Rng& rng) {
  at::Tensor tensor = at::empty(shape, at::kDouble);
  for (std::int64_t i = 0; i < tensor.numel(); ++i) tensor.data_ptr<double>()[i] = rng.normal();
  return tensor;
}

Batch make_batch(Rng& rng) { return {normal({6, 3, 8, 8}, rng), at::arange(6) % 5}; }

template <class Check>
void for_some_cells(const Check& check) {
  const Nb201 space;
  Rng rng(1);
  for (int i = 0; i < 12; ++i) {
    const Architecture cell = space.at(rng.below(15625));
    CAPTURE(space.format(cell));
    check(cell, rng);
  }
}

double relative(const at::Tensor& a, const at::Tensor& b) {
  return ((a - b).abs().max() / b.abs().max()).item<double>();
}

}  // namespace

TEST_CASE("Without normalisation the same flow goes through the stem and through the classifier") {
  // Tanaka et al. 2020, theorem 2: all that the stem passes on arrives; here both are R without the classifier's bias.
  for_some_cells([](const Architecture& cell, Rng&) {
    CellNetwork network = make_network(cell);
    const at::Tensor flow = synflow(network, 8, SynflowNorm::none);
    const double stem = flow[0].item<double>();
    REQUIRE(flow[flow.size(0) - 1].item<double>() == Approx(stem).epsilon(1e-10));
    REQUIRE(flow.ge(0).all().item<bool>());
  });
}

TEST_CASE("grasp is the derivative of the gradient along itself, as finite differences have it") {
  for_some_cells([](const Architecture& cell, Rng& rng) {
    CellNetwork network = make_network(cell);
    const Batch batch = make_batch(rng);
    const Tensors weights = layer_weights(network.weights());
    const Tensors gradients = loss_gradients(network, batch);
    const at::Tensor computed = grasp(network, batch);
    constexpr double kStep = 1e-7;  // few ReLUs are as near to zero as this
    const auto walk = [&](double length) {
      const c10::NoGradGuard no_grad;
      for (std::size_t i = 0; i < weights.size(); ++i) weights[i].add_(gradients[i], length);
    };
    walk(kStep);
    const Tensors ahead = loss_gradients(network, batch);
    walk(-2 * kStep);
    const Tensors behind = loss_gradients(network, batch);
    walk(kStep);
    Tensors curved;
    for (std::size_t i = 0; i < weights.size(); ++i) curved.push_back((ahead[i] - behind[i]) / (2 * kStep));
    REQUIRE(relative(-plain(weights, curved), computed) < 1e-4);
  });
}

TEST_CASE("A layer's saliencies are bounded by its norms") {
  for_some_cells([](const Architecture& cell, Rng& rng) {
    CellNetwork network = make_network(cell);
    const Tensors weights = layer_weights(network.weights());
    const Tensors gradients = loss_gradients(network, make_batch(rng));
    const at::Tensor product = snip(weights, gradients);
    REQUIRE(plain(weights, gradients).abs().le(product + 1e-12).all().item<bool>());
    REQUIRE(product.le(l2_norm(weights) * grad_norm(gradients) + 1e-12).all().item<bool>());  // Cauchy and Schwarz
  });
}

TEST_CASE("fisher of the classifier is what the derivative of cross entropy gives") {
  // Its outputs are the logits z: dL/dz = (softmax z - one hot) / N.
  for_some_cells([](const Architecture& cell, Rng& rng) {
    CellNetwork network = make_network(cell);
    const Batch batch = make_batch(rng);
    const at::Tensor logits = network.forward(batch.images, {.training = true}).logits.detach();
    const at::Tensor hot = at::one_hot(batch.labels, 5).to(at::kDouble);
    const at::Tensor gates = logits * (logits.softmax(1) - hot) / 6;
    const at::Tensor layers = fisher(network, batch);
    const at::Tensor last = layers[layers.size(0) - 1];
    REQUIRE(last.item<double>() == Approx((gates.square().mean(0).sum() * 16 / 2).item<double>()));
  });
}

TEST_CASE("Two equal images have the same codes, and no determinant") {
  for_some_cells([](const Architecture& cell, Rng& rng) {
    CellNetwork network = make_network(cell);
    at::Tensor images = normal({4, 3, 8, 8}, rng);
    const ReluCodes codes = relu_codes(network, images);
    REQUIRE(codes.agreements.equal(codes.agreements.t()));
    REQUIRE(codes.agreements.diagonal().eq(codes.agreements.max()).all().item<bool>());
    images[2] = images[0];
    REQUIRE(std::isinf(nwot(relu_codes(network, images).agreements)));
  });
}

TEST_CASE("Uncorrelated gradients of images have the largest jacob_cov") {
  const double best = jacob_cov(at::eye(5, at::kDouble));
  REQUIRE(best == Approx(-5 * (std::log(1 + 1e-5) + 1 / (1 + 1e-5))));
  at::Tensor correlated = at::eye(5, at::kDouble);
  correlated[0][1] = correlated[1][0] = 0.5;
  REQUIRE(jacob_cov(correlated) < best);
  correlated[0][1] = correlated[1][0] = 1;
  REQUIRE(jacob_cov(correlated) < -1e4);  // 1 / k
  correlated[0][1] = std::nan("");
  REQUIRE(std::isnan(jacob_cov(correlated)));
}

TEST_CASE("zen grows by the log of the scale of the last normalisation") {
  Rng rng(2);
  CellNetwork network =
      make_network(nb201::parse_cell("|nor_conv_3x3~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|"));
  initialise_normal(network.weights(), 1);
  const at::Tensor images = normal({4, 3, 8, 8}, rng), directions = normal({4, 3, 8, 8}, rng);
  const ZenParts parts = zen(network, images, directions);
  initialise_normal(network.weights(), 1);
  const c10::NoGradGuard no_grad;
  network.weights().find("lastact.0.weight").mul_(3);
  const ZenParts scaled = zen(network, images, directions);
  REQUIRE(scaled.difference == Approx(parts.difference + std::log(3)));
  REQUIRE(scaled.norms.equal(parts.norms));
}

TEST_CASE("Batches with the same gradients have no zico, and their order does not matter") {
  for_some_cells([](const Architecture& cell, Rng& rng) {
    CellNetwork network = make_network(cell);
    const std::vector<Batch> two = {make_batch(rng), make_batch(rng)};
    const std::vector<Batch> swapped = {two[1], two[0]};
    const at::Tensor layers = zico(network, two, ZicoGradients::separate);
    REQUIRE(relative(zico(network, swapped, ZicoGradients::separate), layers) < 1e-12);
    const std::vector<Batch> same = {two[0], two[0]};
    REQUIRE(zico(network, same, ZicoGradients::separate).eq(0).all().item<bool>());
  });
}

}  // namespace cellar
