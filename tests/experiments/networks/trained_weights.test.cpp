#include "experiments/networks/trained_weights.hpp"

#include "core/errors.hpp"
#include "core/formats/torch/tensor_file.hpp"
#include "core/formats/torch/weights.hpp"
#include "space/nb201.hpp"
#include "space/network/cell_evaluation.hpp"
#include "tests/catch.hpp"
#include "tests/folder.hpp"
#include "tests/reference.hpp"

namespace cellar {

namespace {

constexpr std::size_t kCell = 3;
const ArchivedNetwork kNetwork{"200", "cifar10", 777};

std::vector<std::byte> bytes_of(const TrainedWeights& weights) {
  std::vector<std::byte> bytes;
  for (const Tensor& tensor : weights.tensors) bytes.insert(bytes.end(), tensor.data.begin(), tensor.data.end());
  return bytes;
}

}  // namespace

TEST_CASE("Weights out of an archive, of its folder and of a file of tensors are the same") {
  const auto formats = test::reference("data/formats");
  if (formats.empty()) return;
  const TrainedWeights archived = read_trained_weights(formats / "archive" / "000003-FULL.pth", kCell, kNetwork);
  REQUIRE(archived.tensors.size() == 39);
  CHECK(bytes_of(read_trained_weights(formats / "archive", kCell, kNetwork)) == bytes_of(archived));
  CHECK(bytes_of(read_trained_weights(formats / "nats-full", kCell, kNetwork)) == bytes_of(archived));
  const test::TemporaryFolder folder;
  write_tensors(archived.tensors, folder / "weights.pt");
  const TrainedWeights plain = read_trained_weights(folder / "weights.pt", kCell, {});
  CHECK(bytes_of(plain) == bytes_of(archived));
  CHECK_FALSE(plain.record);
  const nb201::Skeleton skeleton = network::skeleton_of({"archive", archived.tensors});
  CHECK(skeleton.channels == 4);
  CHECK(skeleton.cells == 1);
  CHECK(skeleton.classes == 10);
}

TEST_CASE("With an archive's weights comes what it records of their training") {
  const auto archive = test::reference("data/formats/archive");
  if (archive.empty()) return;
  for (const auto& [schedule, epochs] : {std::pair("200", 200), std::pair("full", 200), std::pair("less", 12)}) {
    const std::string dataset = epochs == 12 ? "cifar10-valid" : "cifar10";
    const TrainedWeights weights = read_trained_weights(archive, kCell, {schedule, dataset, 777});
    REQUIRE(weights.record);
    CHECK(weights.record->dataset == dataset);
    CHECK(weights.record->seed == 777);
    CHECK(weights.record->epochs == epochs);
    CHECK_FALSE(weights.record->at(ImageSet::train, Figure::accuracy).empty());
  }
}

TEST_CASE("What is no weights, and an archive whose network is not named, are refused") {
  const auto archive = test::reference("data/formats/archive");
  if (archive.empty()) return;
  CHECK_THROWS_WITH(read_trained_weights(archive, kCell, {"200", "cifar10", {}}),
                    ContainsSubstring("000003-FULL.pth: this is an archive of several networks: --seed is needed"));
  CHECK_THROWS_WITH(read_trained_weights(archive, kCell, {"200", "cifar10", 5}),
                    ContainsSubstring("no seed 5 of cifar10"));
  CHECK_THROWS_WITH(read_trained_weights(archive, kCell, {"200", "cifar11", 777}),
                    ContainsSubstring("no data set 'cifar11'"));
  CHECK_THROWS_WITH(read_trained_weights(archive / "000003-SIMPLE.pth", kCell, kNetwork),
                    ContainsSubstring("it holds no weights"));
  CHECK_THROWS_WITH(read_trained_weights(archive / "000003-FULL.pth", 4, kNetwork),
                    ContainsSubstring("it is about cell 3, not 4"));
  CHECK_THROWS_WITH(read_trained_weights(archive, 7, kNetwork), ContainsSubstring("has none of 000007-FULL.pth"));
  const test::TemporaryFolder folder;
  test::write_file(folder / "notes", "notes");
  CHECK_THROWS_AS(read_trained_weights(folder / "notes", kCell, kNetwork), Error);
}

}  // namespace cellar
