#include "searchers/warm_start.hpp"

#include <algorithm>
#include <set>

#include "core/errors.hpp"
#include "searchers/cost_prior.hpp"
#include "space/generic.hpp"
#include "tests/catch.hpp"
#include "tests/core/toy.hpp"
#include "tests/searchers/searchers.hpp"

using namespace cellar;
using namespace cellar::test;

namespace {

// The architectures that a searcher asks for, in order.
std::vector<Architecture> asked_by(const std::string& spelling, const Embedded& embedded, int evaluations,
                                   std::vector<std::shared_ptr<const Prior>> priors = {}, int workers = 1) {
  const SearcherRegistry registry = builtin_searchers();
  const ConfiguredSearcher configured = registry.configure(spelling);
  const Problem problem{embedded.space,
                        "test",
                        embedded.oracle.objectives(),
                        embedded.oracle.fidelities(),
                        {Budget::Unit::evaluations, static_cast<double>(evaluations)},
                        workers,
                        std::move(priors)};
  const auto searcher = configured.configuration->create(problem, 1, Resources{});
  TraceRows trace;
  run(*searcher, embedded.oracle, problem, 1, trace);
  std::sort(trace.rows.begin(), trace.rows.end(), [](const auto& a, const auto& b) { return a.trial < b.trial; });
  std::vector<Architecture> asked;
  for (const TraceRow& row : trace.rows) asked.push_back(row.arch);
  return asked;
}

// Some architectures that no cost would put first.
std::shared_ptr<const Prior> some_prior(const SearchSpace& space) {
  Prior prior{"liked", "a test", {}};
  for (std::uint64_t index = 100; index < 140; ++index) prior.best_first.push_back(space.at(index));
  return std::make_shared<const Prior>(std::move(prior));
}

bool begins_with(const std::vector<Architecture>& asked, const std::vector<Architecture>& liked, std::size_t count) {
  return asked.size() >= count && liked.size() >= count &&
         std::equal(asked.begin(), asked.begin() + static_cast<std::ptrdiff_t>(count), liked.begin());
}

}  // namespace

TEST_CASE("Evolution's first population is the best by the prior, in its order, and then children of it") {
  const Embedded embedded("cifar100");
  const auto prior = some_prior(embedded.space);
  for (const int workers : {1, 4}) {
    const auto asked = asked_by("evolution(population=7,warm=liked)", embedded, 60, {prior}, workers);
    CHECK(begins_with(asked, prior->best_first, 7));
    CHECK_FALSE(begins_with(asked, prior->best_first, 8));
  }
}

TEST_CASE("A population larger than the prior is filled with random architectures") {
  const Embedded embedded("cifar100");
  const auto prior = some_prior(embedded.space);
  const auto asked = asked_by("evolution(population=50,warm=liked)", embedded, 50, {prior});
  CHECK(begins_with(asked, prior->best_first, 40));
  CHECK(std::set<Architecture>(asked.begin() + 40, asked.end()).size() > 5);
}

TEST_CASE("Local search starts its climbs from the best by the prior that it has not seen, in order") {
  const Embedded embedded("cifar100");
  const auto prior = some_prior(embedded.space);
  const SearcherRegistry registry = builtin_searchers();
  const ConfiguredSearcher configured = registry.configure("local-search(warm=liked)");
  const Problem problem{embedded.space,
                        "test",
                        embedded.oracle.objectives(),
                        embedded.oracle.fidelities(),
                        {Budget::Unit::evaluations, 400},
                        1,
                        {prior}};
  const auto searcher = configured.configuration->create(problem, 1, Resources{});
  TraceRows trace;
  run(*searcher, embedded.oracle, problem, 1, trace);
  std::set<Architecture> seen;
  std::size_t next = 0;
  int climb = -1;
  for (const TraceRow& row : trace.rows) {
    if (row.tag != climb) {
      while (seen.contains(prior->best_first[next])) ++next;
      CHECK(row.arch == prior->best_first[next]);
      climb = row.tag;
    }
    seen.insert(row.arch);
  }
  CHECK(climb > 2);
}

TEST_CASE("Local search goes on at random after the prior, until it knows the whole space") {
  const ToySpace space;
  const ToyOracle oracle([](const Architecture& arch, Fidelity, int, std::uint64_t) {
    return Measurement{10.0 * arch[0] + arch[1] + arch[2], 1.0};
  });
  const auto prior = std::make_shared<const Prior>(Prior{"liked", "a test", {space.at(3), space.at(20)}});
  const SearcherRegistry registry = builtin_searchers();
  const Problem problem{space, "test", oracle.objectives(), oracle.fidelities(), {}, 1, {prior}};
  const auto searcher = registry.configure("local-search(warm=liked)").configuration->create(problem, 1, Resources{});
  TraceRows trace;
  run(*searcher, oracle, problem, 1, trace);
  CHECK(trace.rows.front().arch == space.at(3));
  CHECK(trace.rows.size() == 24);
}

TEST_CASE("Searchers with a model begin with as many of the best by the prior as they would draw at random") {
  const Embedded embedded("cifar100");
  const auto prior = some_prior(embedded.space);
  for (const char* const spelling : {"gp(initial=6,warm=liked)", "predictor(initial=6,warm=liked)",
                                     "bananas(initial=6,warm=liked)", "tpe(startup=6,warm=liked)"}) {
    INFO(spelling);
    const auto asked = asked_by(spelling, embedded, 20, {prior});
    CHECK(begins_with(asked, prior->best_first, 6));
    CHECK_FALSE(begins_with(asked, prior->best_first, 7));
  }
}

TEST_CASE("A prior that is there and not named changes nothing") {
  const Embedded embedded("cifar100");
  const auto prior = some_prior(embedded.space);
  for (const char* const spelling : {"evolution", "local-search", "gp", "tpe"}) {
    INFO(spelling);
    CHECK(asked_by(spelling, embedded, 40) == asked_by(spelling, embedded, 40, {prior}));
  }
}

TEST_CASE("Parameters and FLOPs are counted where the problem has no prior of that name") {
  const Embedded embedded("cifar100");
  for (const std::string name : {"params", "flops"}) {
    const auto prior = cost_prior(embedded.space, name);
    REQUIRE(prior);
    CHECK(begins_with(asked_by("evolution(warm=" + name + ")", embedded, 20), prior->best_first, 10));
  }
}

TEST_CASE("The order by a cost is of all architectures, never ascends, and equal ones are in order of index") {
  const Nb201 space;
  for (const auto& [name, place] : {std::pair{"flops", 0}, std::pair{"params", 1}}) {
    const auto prior = cost_prior(space, name);
    REQUIRE(prior);
    CHECK(prior->name == name);
    CHECK(std::set<Architecture>(prior->best_first.begin(), prior->best_first.end()).size() == 15625);
    CHECK(space.index(prior->best_first.front()) == 1462);  // all edges 3x3
    bool in_order = true;
    for (std::size_t i = 1; i < prior->best_first.size(); ++i) {
      const Architecture &before = prior->best_first[i - 1], &after = prior->best_first[i];
      const double more = space.features(before, "costs")->at(static_cast<std::size_t>(place));
      const double less = space.features(after, "costs")->at(static_cast<std::size_t>(place));
      in_order = in_order && (more > less || (more == less && space.index(before) < space.index(after)));
    }
    CHECK(in_order);
  }
  CHECK(cost_prior(space, "synflow") == nullptr);
  CHECK(cost_prior(GenericSpace("mine", {2, 3}), "params") == nullptr);
}

TEST_CASE("A prior that is nowhere is refused by name, and one that nothing would begin with, too") {
  const Embedded embedded("cifar100");
  CHECK_THROWS_WITH(asked_by("evolution(warm=synflow)", embedded, 1), ContainsSubstring("no scores of nb201"));
  const GenericSpace generic("mine", {2, 3});
  const SearcherRegistry registry = builtin_searchers();
  const Problem problem{generic, "test", embedded.oracle.objectives(), embedded.oracle.fidelities(), {}, 1};
  CHECK_THROWS_WITH(registry.configure("local-search(warm=flops)").configuration->create(problem, 1, Resources{}),
                    ContainsSubstring("the space does not count it"));
  CHECK_THROWS_WITH(asked_by("predictor(warm=params)", embedded, 1), ContainsSubstring("write initial=10,warm=params"));
  CHECK_THROWS_WITH(registry.configure("evolution(warm=)"), ContainsSubstring("off or the name of a proxy"));
}
