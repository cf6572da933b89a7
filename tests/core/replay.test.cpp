#include "core/replay.hpp"

#include <stdexcept>

#include "tests/catch.hpp"
#include "tests/core/run_script.hpp"

using namespace cellar;
using namespace cellar::test;

TEST_CASE("Trials that continue the same one from different epochs keep their own prices in a replay") {
  const ToySpace space;
  const ToyOracle oracle(
      [](const Architecture&, Fidelity f, int from, std::uint64_t) {
        return Measurement{50.0 + f.epochs, 1.0 * (f.epochs - from)};
      },
      {{1, 12}, {4, 12}, {12, 12}});
  const std::vector<Request> requests = {ask({0, 0, 0}, 1), ask({0, 0, 0}, 4, 0), ask({0, 0, 0}, 12, 1),
                                         ask({0, 0, 0}, 12, 0)};
  Script original(requests);
  const auto whole = run_script(original, seconds(100), 1, oracle).rows;
  REQUIRE(whole.size() == 4);
  CHECK(whole[2].cost_seconds == 8);
  CHECK(whole[3].cost_seconds == 11);
  for (std::size_t recorded = 0; recorded <= 4; ++recorded) {
    Script again(requests);
    const RecordedOracle prefix(oracle, space, 7, {whole.begin(), whole.begin() + static_cast<long>(recorded)});
    const auto replayed = run_script(again, seconds(100), 1, prefix).rows;
    for (std::size_t row = 0; row < 4; ++row) CHECK(replayed[row].cost_seconds == whole[row].cost_seconds);
  }
}

TEST_CASE("A run repeats itself from any prefix of its trace, and refuses another searcher") {
  const ToySpace space;
  const ToyOracle noisy([](const Architecture&, Fidelity f, int, std::uint64_t draw) {
    return Measurement{static_cast<double>(draw % 100), 1.0 + f.epochs};
  });
  const std::vector<Request> requests = {ask({0, 0, 0}, 1), ask({1, 0, 0}, 1), ask({0, 0, 0}, 12, 0), ask({0, 1, 0})};
  Script original(requests);
  const auto whole = run_script(original, seconds(100), 1, noisy).rows;
  REQUIRE(whole.size() == 4);
  const ToyOracle dead([](const Architecture&, Fidelity, int, std::uint64_t) -> Measurement {
    throw std::runtime_error("asked what is recorded");
  });
  Script again(requests);
  const auto replayed = run_script(again, seconds(100), 1, RecordedOracle(dead, space, 7, whole)).rows;
  CHECK(numbers(replayed) == numbers(whole));
  CHECK(replayed[2].values.at(0) == whole[2].values.at(0));
  const RecordedOracle half(noisy, space, 7, {whole.begin(), whole.begin() + 2});
  Script third(requests);
  CHECK(run_script(third, seconds(100), 1, half).rows[3].values.at(0) == whole[3].values.at(0));
  Script other({ask({0, 0, 1}, 1)});
  CHECK_THROWS_WITH(run_script(other, seconds(100), 1, RecordedOracle(dead, space, 7, whole)),
                    ContainsSubstring("0:0:1") && ContainsSubstring("0:0:0") && ContainsSubstring("trial 0"));
}
