#include "core/table/modelled_oracle.hpp"

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/errors.hpp"
#include "space/nb201.hpp"
#include "tests/catch.hpp"
#include "tests/reference.hpp"

using namespace cellar;

namespace {

struct Modelled {
  Nb201 space;
  std::shared_ptr<const TableOracle> table = std::make_shared<const TableOracle>(
      open_table(CELLAR_TABLES_DIR "/nb201.table"), space, "cifar100", std::vector<std::string>{"valid@12/12"});
  ModelledOracle exact{table, space, EarlyEpochs::exponential};
  ModelledOracle noisy{table, space, EarlyEpochs::noisy_exponential};

  double full(std::uint64_t index) const { return *table->measure(space.at(index), {12, 12}, 0, 0).values.at(0); }
};

}  // namespace

TEST_CASE("Modelled early epochs are those of the recorded curve and its noise") {
  const auto file = test::reference("data/bohb/low_epoch_curve.json");
  if (file.empty()) return;
  const auto curve = nlohmann::json::parse(std::ifstream(file));
  const Modelled modelled;
  for (const auto& [text, factor] : curve.at("factor").items()) {
    const int epochs = std::stoi(text);
    const double accuracy = *modelled.exact.measure(modelled.space.at(5), {epochs, 12}, 0, 0).values.at(0);
    CHECK(accuracy == Approx(modelled.full(5) * factor.get<double>()).epsilon(1e-12));
  }
  for (const auto& example : curve.at("noise_examples")) {
    const auto index = example.at("index").get<std::uint64_t>();
    const int epochs = example.at("epochs").get<int>();
    const double z = example.at("z").get<double>();
    CHECK(modelled_deviation(index, epochs) == Approx(z).epsilon(1e-12));
    const double factor = curve["factor"][std::to_string(epochs)].get<double>();
    const double sigma = curve["noise_sigma"][std::to_string(epochs)].get<double>();
    const double expected = std::clamp(modelled.full(index) * factor + sigma * z, 0.0, 100.0);
    const auto measured = modelled.noisy.measure(modelled.space.at(index), {epochs, 12}, 0, 0);
    CHECK(*measured.values.at(0) == Approx(expected).epsilon(1e-12));
  }
}

TEST_CASE("The last epoch is the table's, every epoch costs what the table says of one") {
  const Modelled modelled;
  const Architecture arch = modelled.space.at(77);
  const Measurement whole = modelled.table->measure(arch, {12, 12}, 0, 0);
  for (const ModelledOracle* oracle : {&modelled.exact, &modelled.noisy}) {
    CHECK(oracle->fidelities().size() == 12);
    CHECK(oracle->measure(arch, {12, 12}, 0, 0).values.at(0) == whole.values.at(0));
    CHECK(oracle->measure(arch, {4, 12}, 0, 0).cost_seconds == Approx(whole.cost_seconds / 3));
    CHECK(oracle->measure(arch, {12, 12}, 4, 0).cost_seconds == Approx(whole.cost_seconds * 2 / 3));
    CHECK_THROWS_AS(oracle->measure(arch, {13, 12}, 0, 0), ContractError);
    CHECK_THROWS_AS(oracle->measure(arch, {4, 200}, 0, 0), ContractError);
  }
  CHECK(modelled.exact.objectives().front().name == "cifar100.valid@12/12");
  CHECK(format(modelled.exact.objectives().front().source) == "one training seed, shorter trainings modelled by exp");
  CHECK(modelled.noisy.objectives().front().source.modelled_epochs == "exp+noise");
  CHECK_THROWS_WITH(parse_early_epochs("expo"), ContainsSubstring("did you mean 'exp'"));
}

TEST_CASE("Modelled deviations are standard normal over architectures") {
  for (const int epochs : {1, 4, 11}) {
    double sum = 0;
    double squares = 0;
    constexpr int kCells = 15625;
    for (std::uint64_t index = 0; index < kCells; ++index) {
      const double z = modelled_deviation(index, epochs);
      sum += z;
      squares += z * z;
    }
    CHECK(std::abs(sum / kCells) < 5 / std::sqrt(kCells));
    CHECK(std::abs(squares / kCells - 1) < 5 * std::sqrt(2.0 / kCells));
  }
}
