#include "tests/conformance/conformance.hpp"

#include "core/errors.hpp"
#include "experiments/checks/checks.hpp"
#include "experiments/program/commands.hpp"
#include "tests/catch.hpp"
#include "tests/core/toy.hpp"

using namespace cellar;
using namespace cellar::test;

namespace {

// Searchers that each break one promise.
struct NoOptions {
  void describe(OptionList&) {}
};

struct Base : Searcher {
  Base(const Problem& problem, const NoOptions&, Rng rng) : space(problem.space), fidelity(problem.full()), rng_(rng) {}
  using Options = NoOptions;
  Request next() override { return Evaluate{space.random(rng_), fidelity, 0, {}}; }
  void tell(const Trial&) override {}
  const SearchSpace& space;
  Fidelity fidelity;
  Rng rng_;
};

struct Invalid final : Base {
  using Base::Base;
  Request next() override { return Evaluate{Architecture{255}, fidelity, 0, {}}; }
};

int runs_ever = 0;
struct Forgetful final : Base {
  Forgetful(const Problem& problem, const NoOptions& options, Rng) : Base(problem, options, Rng(++runs_ever)) {}
};

struct Waits final : Base {
  using Base::Base;
  Request next() override { return asked++ == 0 ? Base::next() : Request{Wait{}}; }
  int asked = 0;
};

struct Fragile final : Base {
  using Base::Base;
  void tell(const Trial& trial) override { last = trial.valid_accuracy.value(); }
  double last = 0;
};

struct Worst final : Base {
  using Base::Base;
  Request next() override { return Evaluate{space.at(0), fidelity, 0, {}}; }
};

template <class S>
std::string broken(const std::string& name) {
  SearcherRegistry registry;
  registry.add<S>({.name = name});
  auto space = std::make_shared<ToySpace>();
  auto oracle = std::make_shared<ToyOracle>([](const Architecture& arch, Fidelity, int, std::uint64_t) {
    return Measurement{10.0 * arch[0] + arch[1] + arch[2], 1.0};
  });
  const conformance::Setting setting{"toy", space, oracle, seconds(40)};
  const ConfiguredSearcher searcher = registry.configure(name);
  std::string promises;
  for (const auto& finding : conformance::try_promises(searcher, setting)) {
    if (!finding.kept) promises += finding.promise + "; ";
  }
  registry.add<Base>({.name = "base"});
  const auto chance = conformance::try_against_chance(searcher, registry.configure("base"), setting, 20);
  return promises + (chance.kept ? "" : chance.promise);
}

}  // namespace

TEST_CASE("Every built-in searcher keeps all promises", "[many runs]") {
  Program program;
  register_builtin(program);
  for (const auto& entry : program.searchers.entries()) {
    INFO(entry->name);
    CHECK(keeps_promises(program.searchers.configure(entry->name)));
  }
}

// The next two are what sanitizers see of that.
TEST_CASE("Every built-in searcher keeps all promises in a space of uneven choices") {
  Program program;
  register_builtin(program);
  for (const auto& entry : program.searchers.entries()) {
    INFO(entry->name);
    CHECK(keeps_promises(program.searchers.configure(entry->name), nullptr, "generic"));
  }
}

TEST_CASE("Built-in searchers that make no thousands of short trials keep all promises") {
  Program program;
  register_builtin(program);
  for (const auto& entry : program.searchers.entries()) {
    if (entry->name == "hyperband" || entry->name == "asha" || entry->name == "bohb") continue;
    INFO(entry->name);
    CHECK(keeps_promises(program.searchers.configure(entry->name)));
  }
}

TEST_CASE("No built-in searcher is worse than chance on the built-in table", "[many runs]") {
  Program program;
  register_builtin(program);
  const ConfiguredSearcher random = program.searchers.configure("random");
  const auto table = open_table(CELLAR_TABLES_DIR "/nb201.table");
  for (const auto& entry : program.searchers.entries()) {
    INFO(entry->name);
    CHECK(beats_chance(program.searchers.configure(entry->name), random, table, 50));
  }
}

TEST_CASE("The conformance kit finds each broken promise") {
  CHECK(broken<Base>("sound").empty());
  CHECK_THAT(broken<Invalid>("invalid"), ContainsSubstring("valid proposals"));
  CHECK_THAT(broken<Forgetful>("forgetful"), ContainsSubstring("deterministic") && ContainsSubstring("prefix"));
  CHECK_THAT(broken<Waits>("waits"),
             ContainsSubstring("valid proposals") && ContainsSubstring("finishes with 1 workers"));
  CHECK_THAT(broken<Fragile>("fragile"), ContainsSubstring("survives"));
  CHECK_THAT(broken<Worst>("worst"), ContainsSubstring("not worse than chance"));
}

TEST_CASE("Searchers that begin with what a proxy likes best keep all promises where the space counts it") {
  Program program;
  register_builtin(program);
  for (const char* const spelling : {"evolution(warm=params)", "local-search(warm=flops)", "tpe(warm=params)"}) {
    INFO(spelling);
    CHECK(keeps_promises(program.searchers.configure(spelling)));
  }
}

TEST_CASE("A searcher that no space of the kit can have keeps no promise") {
  Program program;
  register_builtin(program);
  CHECK_FALSE(keeps_promises(program.searchers.configure("evolution(warm=synflow)")));
}
