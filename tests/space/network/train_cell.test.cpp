#include "space/network/train_cell.hpp"

#include <ATen/ATen.h>

#include "tests/space/network/separate_device.hpp"
// torch comes first: its CHECK is not Catch2's, so that these tests use REQUIRE alone.
#include <cmath>
#include <fstream>
#include <string>

#include "core/errors.hpp"
#include "core/random.hpp"
#include "space/network/saved_tensors.hpp"
#include "tests/catch.hpp"
#include "tests/folder.hpp"

namespace cellar {

namespace {

using network::Batch;
using network::BatchSource;
using network::CellTraining;

constexpr nb201::Skeleton kSkeleton{.channels = 4, .cells = 1, .classes = 3, .image_size = 8};
// Also with an edge that leads nowhere.
const std::string kCell = "|nor_conv_3x3~0|+|skip_connect~0|none~1|+|avg_pool_3x3~0|none~1|nor_conv_1x1~2|";

// Noise with a bright stripe whose place is the class; `stream` sets apart training and test.
BatchSource stripes(int steps, std::uint64_t stream) {
  return {
      steps, [stream](int epoch, int step) {
        constexpr std::int64_t kImages = 16;
        Rng rng(derive_seed(derive_seed(stream, static_cast<std::uint64_t>(epoch)), static_cast<std::uint64_t>(step)));
        Batch batch{at::empty({kImages, 3, 8, 8}), at::empty({kImages}, at::kLong)};
        for (std::int64_t i = 0; i < batch.images.numel(); ++i) {
          batch.images.data_ptr<float>()[i] = static_cast<float>(rng.normal());
        }
        for (std::int64_t i = 0; i < kImages; ++i) {
          const std::int64_t label = rng.below(3);
          batch.labels[i] = label;
          batch.images[i].slice(1, 2 * label, 2 * label + 2).add_(2);
        }
        return batch;
      }};
}

BatchSource placed(const BatchSource& source, network::TensorKind kind) {
  return {source.steps, [source, kind](int epoch, int step) {
            const Batch batch = source.batch(epoch, step);
            return Batch{batch.images.to(kind.options()), batch.labels.to(kind.device)};
          }};
}

CellTraining make_training(int epochs = 4, std::uint64_t seed = 1, const std::string& cell = kCell,
                           network::TensorKind kind = {}) {
  return {nb201::parse_cell(cell), kSkeleton, network::benchmark_recipe(epochs), seed, kind};
}

std::string bytes(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

TEST_CASE("A cell that is trained learns, at rates that fall from 0.1") {
  CellTraining training = make_training();
  const BatchSource train = stripes(10, 1), test = stripes(6, 2);
  const double before = network::evaluate(training.network(), test).loss;
  while (!training.finished()) training.train_epoch(train, {&test, 1});
  const auto& results = training.results();
  REQUIRE(results.size() == 4);
  REQUIRE(results[0].learning_rate == 0.1);
  for (int epoch = 0; epoch < 4; ++epoch) {
    REQUIRE(results[epoch].learning_rate == Approx(0.05 * (1 + std::cos(std::acos(-1.0) * epoch / 4))));
  }
  REQUIRE(results.back().evaluated[0].loss < before / 2);
  REQUIRE(results.back().evaluated[0].top1 > 80);
  REQUIRE(results.back().train.loss < results.front().train.loss);
  REQUIRE_THROWS_AS(training.train_epoch(train, {&test, 1}), ContractError);
}

TEST_CASE("Loss and top-1 are means over images, whatever their batches") {
  CellTraining training = make_training();
  const BatchSource whole = stripes(1, 3);
  const Batch all = whole.batch(0, 0);
  const BatchSource parts = {2, [&](int, int step) {
                               const std::int64_t from = step == 0 ? 0 : 11, to = step == 0 ? 11 : 16;
                               return Batch{all.images.slice(0, from, to), all.labels.slice(0, from, to)};
                             }};
  const network::Quality one = network::evaluate(training.network(), whole);
  const network::Quality two = network::evaluate(training.network(), parts);
  REQUIRE(two.loss == Approx(one.loss).epsilon(1e-5));
  REQUIRE(two.top1 == one.top1);
  const at::Tensor logits = training.network().forward(all.images, {}).logits;
  int right = 0;
  for (std::int64_t i = 0; i < 16; ++i)
    right += logits[i].argmax().item<std::int64_t>() == all.labels[i].item<std::int64_t>();
  REQUIRE(one.top1 == Approx(100.0 * right / 16));
  REQUIRE(one.top5 == 100);  // there are three classes
}

TEST_CASE("Top-5 counts labels among the five likeliest classes") {
  constexpr nb201::Skeleton kSeven{.channels = 4, .cells = 1, .classes = 7, .image_size = 8};
  network::CellNetwork network(nb201::parse_cell(kCell), kSeven, {});
  // Zero weights but for the last bias: the same logits for every image, class 6 the likeliest, 0 the least.
  network.weights().load("classifier.bias", at::arange(7, at::kFloat));
  const Batch batch{at::zeros({4, 3, 8, 8}), at::tensor({6, 2, 1, 0}, at::kLong)};
  const network::Quality quality = network::evaluate(network, {1, [&](int, int) { return batch; }});
  REQUIRE(quality.top1 == 25);
  REQUIRE(quality.top5 == 50);
}

TEST_CASE("A training that is saved and loaded goes on as if never interrupted, to the byte") {
  const test::TemporaryFolder folder;
  const BatchSource train = stripes(5, 1), test = stripes(2, 2);
  for (const std::string& cell : {kCell, std::string("|nor_conv_3x3~0|+|none~0|none~1|+|none~0|none~1|none~2|")}) {
    CellTraining undisturbed = make_training(3, 1, cell);
    while (!undisturbed.finished()) undisturbed.train_epoch(train, {&test, 1});
    undisturbed.save(folder / "undisturbed.pt");
    CellTraining first = make_training(3, 1, cell);
    first.save(folder / "part.pt");
    for (int epoch = 0; epoch < 3; ++epoch) {
      CellTraining next = make_training(3, 1, cell);
      next.load(folder / "part.pt");
      REQUIRE(next.epoch() == epoch);
      next.train_epoch(train, {&test, 1});
      next.save(folder / "part.pt");
    }
    REQUIRE(bytes(folder / "part.pt") == bytes(folder / "undisturbed.pt"));
  }
}

TEST_CASE("A training on a separate device is that of the host, and goes on from its state") {
  const test::TemporaryFolder folder;
  const network::TensorKind kinds[] = {{at::kDouble}, {at::kDouble, test::separate_device()}};
  double losses[2][2] = {};
  for (int i = 0; i < 2; ++i) {
    const BatchSource train = placed(stripes(5, 1), kinds[i]), test = placed(stripes(2, 2), kinds[i]);
    CellTraining first = make_training(2, 1, kCell, kinds[i]), next = make_training(2, 1, kCell, kinds[i]);
    first.train_epoch(train, {&test, 1});
    first.save(folder / "training.pt");
    next.load(folder / "training.pt");
    next.train_epoch(train, {&test, 1});
    losses[i][0] = next.results()[1].train.loss;
    losses[i][1] = next.results()[1].evaluated[0].loss;
  }
  for (int set = 0; set < 2; ++set) REQUIRE(losses[1][set] == Approx(losses[0][set]).epsilon(1e-9));
}

TEST_CASE("The saved state of another training, or a damaged one, is refused") {
  const test::TemporaryFolder folder;
  const auto file = folder / "training.pt";
  make_training().save(file);
  make_training().load(file);
  const auto another = ContainsSubstring("training of another cell, network, number of epochs or seed");
  REQUIRE_THROWS_WITH(make_training(5).load(file), another);
  REQUIRE_THROWS_WITH(make_training(4, 2).load(file), another);
  const auto changed = [&](const auto& change) {
    auto tensors = network::load_tensors(file);
    change(tensors);
    network::save_tensors(tensors, folder / "changed.pt");
    make_training().load(folder / "changed.pt");
  };
  changed([](auto&) {});
  REQUIRE_THROWS_WITH(changed([](auto& tensors) { tensors.erase(tensors.begin()); }),
                      ContainsSubstring("is no saved training"));
  REQUIRE_THROWS_WITH(changed([](auto& tensors) {
                        tensors[1].second = at::zeros({9, 7}, at::kDouble);
                      }),
                      ContainsSubstring("its figures are damaged"));
  REQUIRE_THROWS_WITH(changed([](auto& tensors) {
                        tensors[1].second = at::zeros({2, 5}, at::kDouble);
                      }),
                      ContainsSubstring("its figures are damaged"));
  REQUIRE_THROWS_WITH(changed([](auto& tensors) { tensors.pop_back(); }),
                      ContainsSubstring("the weights 'network") || ContainsSubstring("classifier.bias' are missing"));
  REQUIRE_THROWS_WITH(changed([](auto& tensors) { tensors.emplace_back("momentum.classifier.bias", at::zeros({7})); }),
                      ContainsSubstring("its momentum is damaged"));
  REQUIRE_THROWS_WITH(changed([](auto& tensors) { tensors.back().second = at::zeros({7}); }),
                      ContainsSubstring("have shape (7)"));
  test::write_file(file, "no tensors");
  REQUIRE_THROWS_AS(make_training().load(file), Error);
}

TEST_CASE("A training whose loss is no number any more stops with the epoch") {
  const BatchSource broken = {1, [](int epoch, int step) {
                                Batch batch = stripes(1, 1).batch(epoch, step);
                                batch.images.fill_(std::nan(""));
                                return batch;
                              }};
  CellTraining training = make_training();
  const BatchSource good = stripes(1, 1);
  training.train_epoch(good, {&good, 1});
  const auto refusal = ContainsSubstring("the loss of epoch 2 is no number");
  REQUIRE_THROWS_WITH(training.train_epoch(broken, {&good, 1}), refusal);
  REQUIRE(training.epoch() == 1);
  CellTraining evaluated = make_training();
  evaluated.train_epoch(good, {&good, 1});
  REQUIRE_THROWS_WITH(evaluated.train_epoch(good, {&broken, 1}), refusal);
  REQUIRE(evaluated.epoch() == 1);
}

}  // namespace cellar
