#include <fstream>

#include "core/errors.hpp"
#include "tests/catch.hpp"
#include "tests/conformance/training.hpp"
#include "tests/core/toy.hpp"

using namespace cellar;
using namespace cellar::test;

namespace {

struct NoOptions {
  void describe(OptionList& /*list*/) {}
};

// Trains by itself for five steps, each of which depends on all before. Those below break one promise each.
struct Trainer : StatefulSearcher {
  using Options = NoOptions;

  Trainer(const Problem& problem, const NoOptions& /*options*/, Rng rng, const Resources& given)
      : resources(given), space(problem.space), seed(rng.next()) {
    if (problem.workers != 1) throw Error("one worker is allowed");
  }

  Request next() override {
    if (step == 5) return Finished{};
    for (int part = 0; part < 4; ++part) {
      if (resources.stop.stop_requested()) return Worked{};
      weight = mix64(weight ^ seed);
      if (resources.progress != nullptr) resources.progress->progress("step", part / 4.0);
    }
    ++step;
    return Worked{1};
  }
  void tell(const Trial& /*trial*/) override {}
  std::optional<Architecture> recommend() const override {
    Rng rng(weight);
    return space.random(rng);
  }
  std::vector<std::string> columns() const override { return {"weight_loss", "weight", "real_seconds"}; }
  void fill(std::span<double> values) const override {
    values[0] = 1.0 / step;
    values[1] = static_cast<double>(weight);
    values[2] = ++clock;
  }
  void save(const std::filesystem::path& folder) const override {
    std::ofstream(folder / "state") << step << ' ' << weight;
  }
  void load(const std::filesystem::path& folder) override { std::ifstream(folder / "state") >> step >> weight; }

  static int clock;
  Resources resources;
  const SearchSpace& space;
  std::uint64_t seed, weight = 1;
  int step = 0;
};

int Trainer::clock = 0;

struct Silent final : Trainer {
  using Trainer::Trainer;
  std::optional<Architecture> recommend() const override { return std::nullopt; }
};

struct Endless final : Trainer {
  using Trainer::Trainer;
  Request next() override { return Evaluate{space.at(0), {12, 12}, 0, {}}; }
};

struct Whimsical final : Trainer {
  using Trainer::Trainer;
  void fill(std::span<double> values) const override {
    Trainer::fill(values);
    values[1] = values[2];
  }
};

struct Forgetful final : Trainer {
  using Trainer::Trainer;
  void load(const std::filesystem::path& folder) override {
    Trainer::load(folder);
    weight &= ~std::uint64_t{1};
  }
};

struct Untidy final : Trainer {
  using Trainer::Trainer;
  void save(const std::filesystem::path& folder) const override {
    Trainer::save(folder);
    std::ofstream(folder / "notes") << steps_here;
  }
  Request next() override {
    ++steps_here;
    return Trainer::next();
  }
  int steps_here = 0;
};

struct Hasty final : Trainer {
  Hasty(const Problem& problem, const NoOptions& options, Rng rng, const Resources& given)
      : Trainer(problem, options, rng, given) {
    weight += static_cast<std::uint64_t>(given.data_threads);
  }
};

struct Unstoppable final : Trainer {
  Unstoppable(const Problem& problem, const NoOptions& options, Rng rng, const Resources& given)
      : Trainer(problem, options, rng, given) {
    resources.stop = {};
  }
};

struct Crowded final : Trainer {
  Crowded(const Problem& problem, const NoOptions& options, Rng rng, const Resources& given)
      : Trainer({problem.space, problem.dataset, problem.objectives, problem.fidelities, problem.budget, 1}, options,
                rng, given) {}
};

struct Diverging final : Trainer {
  using Trainer::Trainer;
  void fill(std::span<double> values) const override {
    Trainer::fill(values);
    values[0] = step;
  }
};

struct Choosy final : Trainer {
  Choosy(const Problem& problem, const NoOptions& options, Rng rng, const Resources& given)
      : Trainer(problem, options, rng, given) {
    throw Error("it knows other spaces");
  }
};

template <class S>
std::vector<conformance::Finding> tried() {
  SearcherRegistry registry;
  SearcherEntry entry{.name = "trainer"};
  entry.ends_by_itself = true;
  entry.continuation = Continuation::state;
  registry.add<S>(entry);
  const auto space = std::make_shared<ToySpace>();
  const auto oracle = std::make_shared<ToyOracle>([](const Architecture&, Fidelity, int, std::uint64_t) {
    return Measurement{50.0, 1.0};
  });
  const conformance::Setting setting{"toy", space, oracle, {Budget::Unit::evaluations, 3}};
  return conformance::try_training_promises(registry.configure("trainer"), setting);
}

template <class S>
std::string broken() {
  std::string promises;
  for (const auto& finding : tried<S>()) {
    if (!finding.kept) promises += finding.promise + "; ";
  }
  return promises;
}

}  // namespace

TEST_CASE("The kit for searchers that train by themselves passes a sound one") {
  for (const auto& finding : tried<Trainer>()) {
    INFO(finding.promise << ": " << finding.detail);
    CHECK(finding.kept);
  }
  CHECK(tried<Trainer>().size() == 7);
}

TEST_CASE("The kit for searchers that train by themselves finds each broken promise") {
  CHECK(broken<Silent>() == "recommends an architecture after each step and comes to an end; ");
  CHECK_THAT(broken<Endless>(), ContainsSubstring("comes to an end"));
  CHECK_THAT(broken<Whimsical>(), ContainsSubstring("is deterministic"));
  CHECK(broken<Forgetful>() == "goes on from what it saved after each step, to the byte; ");
  CHECK(broken<Untidy>() == "goes on from what it saved after each step, to the byte; ");
  CHECK(broken<Hasty>() == "finds the same with other threads that prepare data; ");
  CHECK(broken<Unstoppable>() == "stops within a step when it is asked to; ");
  CHECK(broken<Crowded>() == "refuses more than one worker in one line; ");
  CHECK(broken<Diverging>() == "brings down the loss of its weights; ");
}

TEST_CASE("A searcher that trains by itself may refuse a space in one line") {
  const auto findings = tried<Choosy>();
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].kept);
  CHECK(findings[0].detail == "it knows other spaces");
}
