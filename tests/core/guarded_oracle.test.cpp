#include "core/guarded_oracle.hpp"

#include <functional>
#include <limits>

#include "core/errors.hpp"
#include "space/generic.hpp"
#include "tests/catch.hpp"

namespace cellar {

namespace {

// Whatever a test wants of it.
class Scripted final : public Oracle {
 public:
  std::vector<Objective> objectives_ = {Objective{}};
  std::vector<Fidelity> fidelities_ = {{1, 2}, {2, 2}};
  std::function<Measurement()> answer_ = [] { return Measurement{50.0, 1}; };

  std::vector<Objective> objectives() const override { return objectives_; }
  const std::vector<Fidelity>& fidelities() const override { return fidelities_; }
  Measurement measure(const Architecture&, Fidelity, int, std::uint64_t) const override { return answer_(); }
};

// What the fault says; empty: there is none.
std::string fault_of(const std::function<void(Scripted&)>& change) {
  const auto oracle = std::make_shared<Scripted>();
  change(*oracle);
  try {
    const auto space = std::make_shared<const GenericSpace>("toy", std::vector<int>{4, 4});
    GuardedOracle(oracle, space, "mine").measure({1, 2}, {2, 2}, 0, 0);
  } catch (const OracleFault& fault) {
    return fault.what();
  }
  return "";
}

}  // namespace

TEST_CASE("What an oracle may not do becomes a fault that says for which architecture") {
  CHECK(fault_of([](Scripted&) {}).empty());
  CHECK(fault_of([](Scripted& oracle) { oracle.answer_ = [] { return Measurement{std::nullopt, 1}; }; }).empty());
  const auto answering = [](const Measurement& answer) {
    return fault_of([answer](Scripted& oracle) { oracle.answer_ = [answer] { return answer; }; });
  };
  CHECK(answering({Values{1.0, 2.0}, 1}) == "measure() of 1:2 for 2 epochs answers 2 values for 1 objectives");
  CHECK_THAT(answering({std::numeric_limits<double>::infinity(), 1}), ContainsSubstring("answers an infinite value"));
  CHECK_THAT(answering({std::nan(""), 1}), ContainsSubstring("answers NaN; a training that failed has no values"));
  CHECK_THAT(answering({50.0, -1}), ContainsSubstring("costs -1 seconds; 0 or more"));
  CHECK_THAT(answering({50.0, std::nan("")}), ContainsSubstring("costs nan seconds"));
  const auto throwing = [](auto error) {
    return fault_of([error](Scripted& oracle) { oracle.answer_ = [error]() -> Measurement { throw error; }; });
  };
  CHECK(throwing(std::runtime_error("disk full")) == "throws in measure() of 1:2 for 2 epochs: disk full");
  CHECK_THAT(throwing(42), ContainsSubstring("what is no std::exception"));
  CHECK_THROWS_AS(throwing(Stopped("asked to")), Stopped);
}

TEST_CASE("An oracle whose objectives or fidelities cannot be is refused when it is made") {
  CHECK_THAT(fault_of([](Scripted& oracle) { oracle.objectives_.clear(); }),
             ContainsSubstring("has 0 objectives; 1 to 8"));
  CHECK_THAT(fault_of([](Scripted& oracle) { oracle.objectives_.assign(9, Objective{}); }), ContainsSubstring("has 9"));
  CHECK_THAT(fault_of([](Scripted& oracle) { oracle.objectives_[0].least = 100; }), ContainsSubstring("is empty"));
  CHECK_THAT(fault_of([](Scripted& oracle) { oracle.objectives_[0].unit = ""; }), ContainsSubstring("no unit"));
  CHECK_THAT(fault_of([](Scripted& oracle) { oracle.fidelities_.clear(); }), ContainsSubstring("offers no fidelities"));
  CHECK_THAT(fault_of([](Scripted& oracle) {
               oracle.fidelities_ = {{2, 2}, {1, 2}};
             }),
             ContainsSubstring("not ascending"));
  CHECK_THAT(fault_of([](Scripted& oracle) {
               oracle.fidelities_ = {{1, 2}, {3, 3}};
             }),
             ContainsSubstring("one schedule"));
  CHECK_THAT(fault_of([](Scripted& oracle) { oracle.fidelities_ = {{3, 2}}; }), ContainsSubstring("fidelities"));
}

}  // namespace cellar
