#include "space/network/cell_evaluation.hpp"

#include <fmt/format.h>

#include "core/errors.hpp"
#include "core/formats/torch/tensor_file.hpp"
#include "space/nb201.hpp"
#include "space/network/cell_trainer.hpp"
#include "tests/catch.hpp"
#include "tests/folder.hpp"
#include "tests/space/network/toy_cell_images.hpp"

namespace cellar {

namespace {

// Its edge 2<-1 has weights, its edge 1<-0 none.
const std::string kCell = "|skip_connect~0|+|none~0|nor_conv_3x3~1|+|avg_pool_3x3~0|none~1|skip_connect~2|";

std::vector<Tensor> initial_weights(const std::string& cell, int channels = 4, int cells = 1,
                                    const std::string& dataset = "cifar10") {
  const test::TemporaryFolder folder;
  const network::CellTrainer trainer(Nb201().parse(cell), test::toy_cell_images(dataset),
                                     {.channels = channels, .cells = cells}, 1, {});
  trainer.save_weights(folder / "weights.pt");
  return read_tensors(folder / "weights.pt");
}

network::Quality evaluate(const std::vector<Tensor>& weights, const std::string& cell = kCell,
                          const std::string& part = "test") {
  return network::evaluate_cell(Nb201().parse(cell), {"w.pt", weights}, *test::toy_cell_images("cifar10"), part, 16,
                                {});
}

Tensor& named(std::vector<Tensor>& weights, const std::string& name) {
  for (Tensor& tensor : weights) {
    if (tensor.name == name) return tensor;
  }
  throw ContractError("no such weights");
}

}  // namespace

TEST_CASE("Channels, cells and classes are read off the weights, also of a cell that has none") {
  const std::string empty = "|none~0|+|skip_connect~0|none~1|+|avg_pool_3x3~0|none~1|none~2|";
  for (const std::string& cell : {kCell, empty}) {
    for (const int channels : {3, 8}) {
      for (const int cells : {1, 2, 5}) {
        const std::vector<Tensor> weights = initial_weights(cell, channels, cells);
        const nb201::Skeleton skeleton = network::skeleton_of({"w.pt", weights});
        CHECK(skeleton.channels == channels);
        CHECK(skeleton.cells == cells);
        CHECK(skeleton.classes == 3);
      }
    }
  }
}

TEST_CASE("Weights that do not fit are refused by the tensor that shows it") {
  const std::vector<Tensor> good = initial_weights(kCell);
  CHECK_NOTHROW(evaluate(good));
  const std::string other = "|skip_connect~0|+|none~0|none~1|+|avg_pool_3x3~0|nor_conv_1x1~1|skip_connect~2|";
  CHECK_THROWS_WITH(evaluate(good, other), ContainsSubstring("w.pt: 'cells.0.layers.4.op.1.weight' is missing") &&
                                               ContainsSubstring("nor_conv_1x1~1"));
  const std::string fewer = "|skip_connect~0|+|none~0|none~1|+|avg_pool_3x3~0|none~1|skip_connect~2|";
  CHECK_THROWS_WITH(evaluate(good, fewer), ContainsSubstring("'cells.0.layers.2.op.1.weight' has no place"));
  const std::string smaller = "|skip_connect~0|+|none~0|nor_conv_1x1~1|+|avg_pool_3x3~0|none~1|skip_connect~2|";
  CHECK_THROWS_WITH(evaluate(good, smaller),
                    ContainsSubstring("'cells.0.layers.2.op.1.weight' have shape (4, 4, 3, 3)"));
  const auto changed = [&](const auto& change) {
    std::vector<Tensor> weights = good;
    change(weights);
    evaluate(weights);
  };
  CHECK_THROWS_WITH(changed([](auto& weights) { weights.erase(weights.begin()); }),
                    ContainsSubstring("there is no 'stem.0.weight'"));
  CHECK_THROWS_WITH(changed([](auto& weights) { named(weights, "stem.0.weight").shape = {108}; }),
                    ContainsSubstring("'stem.0.weight' has 1 dimensions"));
  CHECK_THROWS_WITH(changed([](auto& weights) {
                      named(weights, "classifier.weight").shape = {6, 8};
                    }),
                    ContainsSubstring("'classifier.weight' is of 8 channels and 'stem.0.weight' of 4"));
  CHECK_THROWS_WITH(changed([](auto& weights) {
                      for (const char* stage : {"1", "3"}) {
                        named(weights, fmt::format("cells.{}.conv_a.op.1.weight", stage)).name = "x";
                      }
                    }),
                    ContainsSubstring("there is no 'cells.N.conv_a.op.1.weight'"));
  CHECK_THROWS_WITH(changed([](auto& weights) { named(weights, "stem.1.weight").dtype = "float16"; }),
                    ContainsSubstring("'stem.1.weight' is no tensor of float32"));
  CHECK_THROWS_WITH(network::skeleton_of({"w.pt", {}}),
                    ContainsSubstring("w.pt: these are no weights of a cell's network"));
}

TEST_CASE("Images of other classes, and parts that there are not, are refused") {
  const std::vector<Tensor> weights = initial_weights(kCell);
  CHECK_THROWS_WITH(evaluate(weights, kCell, "valid"), ContainsSubstring("only train and test"));
  network::ImageData data = network::make_toy_images(1, {.classes = 4, .side = 8});
  data.name = "cifar10";
  const network::CellImages images = network::cell_images("cifar10", data);
  CHECK_THROWS_WITH(network::evaluate_cell(Nb201().parse(kCell), {"w.pt", weights}, images, "test", 16, {}),
                    ContainsSubstring("w.pt: the weights tell 3 classes apart, cifar10 has 4"));
}

}  // namespace cellar
