#include "experiments/campaign/priors.hpp"

#include <fmt/format.h>

#include "core/errors.hpp"
#include "searchers/builtin.hpp"
#include "searchers/cost_prior.hpp"
#include "space/generic.hpp"
#include "space/nb201.hpp"
#include "tests/catch.hpp"
#include "tests/folder.hpp"

using namespace cellar;
using namespace cellar::test;

namespace {

class Named {
 public:
  explicit Named(const std::vector<std::string>& spellings) {
    register_searchers(registry_);
    for (const std::string& spelling : spellings) searchers.push_back(registry_.configure(spelling));
  }
  std::vector<ConfiguredSearcher> searchers;

 private:
  SearcherRegistry registry_;
};

// All cells with a score that prefers those of low index; the last cell has none.
std::string falling_scores(const Nb201& space) {
  std::string text = "architecture,mine,synflow\n";
  for (std::uint64_t i = 0; i + 1 < *space.size(); ++i) {
    text += fmt::format("{},{},{}\n", space.format(space.at(i)), -static_cast<double>(i), i / 10);
  }
  return text + space.format(space.at(*space.size() - 1)) + ",nan,0\n";
}

}  // namespace

TEST_CASE("The priors that searchers name are found, each once, and no others") {
  const Nb201 space;
  CHECK(find_priors(Named({"random", "evolution"}).searchers, space, "").empty());
  const auto priors = find_priors(Named({"evolution(warm=params)", "local-search(warm=params)"}).searchers, space, "");
  REQUIRE(priors.size() == 1);
  CHECK(priors[0]->name == "params");
  CHECK(priors[0]->best_first == cost_prior(space, "params")->best_first);
}

TEST_CASE("A file of scores is ranked from the highest on, equal ones by index, those without a score left out") {
  const TemporaryFolder folder;
  const Nb201 space;
  write_file(folder / "scores.csv", falling_scores(space));
  const Named named({"evolution(warm=mine)", "local-search(warm=synflow)", "gp(warm=flops)"});
  const auto priors = find_priors(named.searchers, space, folder / "scores.csv");
  REQUIRE(priors.size() == 3);
  REQUIRE(priors[0]->best_first.size() == 15624);
  CHECK(space.index(priors[0]->best_first[0]) == 0);
  CHECK(space.index(priors[0]->best_first[15623]) == 15623);
  REQUIRE(priors[1]->best_first.size() == 15625);
  CHECK(space.index(priors[1]->best_first[0]) == 15620);  // 15,620 to 15,623 share the highest score
  CHECK(space.index(priors[1]->best_first[3]) == 15623);
  CHECK(space.index(priors[1]->best_first[4]) == 15610);
  CHECK(priors[2]->best_first == cost_prior(space, "flops")->best_first);
}

TEST_CASE("The head of a trace tells priors apart by their order") {
  const TemporaryFolder folder;
  const Nb201 space;
  const Named named({"evolution(warm=mine)"});
  const OptionList& options = named.searchers[0].configuration->options();
  const std::string text = falling_scores(space);
  write_file(folder / "scores.csv", text);
  const std::string before = priors_text(options, find_priors(named.searchers, space, folder / "scores.csv"));
  CHECK_THAT(before, Catch::Matchers::StartsWith("mine, scores.csv, order ") &&
                         Catch::Matchers::EndsWith("; its seconds are not charged"));
  CHECK(before == priors_text(options, find_priors(named.searchers, space, folder / "scores.csv")));
  const std::size_t place = text.find(",-7,");
  write_file(folder / "scores.csv", text.substr(0, place) + ",-7.5," + text.substr(place + 4));
  CHECK(before == priors_text(options, find_priors(named.searchers, space, folder / "scores.csv")));
  write_file(folder / "scores.csv", text.substr(0, place) + ",-8.5," + text.substr(place + 4));
  CHECK(before != priors_text(options, find_priors(named.searchers, space, folder / "scores.csv")));
  CHECK(priors_text(Named({"evolution"}).searchers[0].configuration->options(), {}).empty());
}

TEST_CASE("What lacks scores is told the two commands that make and use them") {
  const Nb201 space;
  const auto refused = [&](const char* spelling, const SearchSpace& on, const std::string& reason) {
    INFO(spelling);
    CHECK_THROWS_WITH(find_priors(Named({spelling}).searchers, on, ""), ContainsSubstring(reason));
  };
  refused("evolution(warm=synflow)", space, "'cellar proxy --all --proxy synflow --out synflow.csv'");
  refused("evolution(warm=synflow)", space, "'cellar run \"evolution(warm=synflow)\" --proxy-scores synflow.csv …'");
  refused("evolution(warm=synfow)", space, "did you mean 'synflow'?");
  refused("evolution(warm=mine)", space, "one of your own needs --proxy-scores FILE.csv");
  refused("evolution(warm=params)", GenericSpace("small", {2, 3}),
          "columns 'architecture' and 'params' for all of small");
}

TEST_CASE("Scores that lack the proxy, or that no searcher needs, are refused") {
  const TemporaryFolder folder;
  const Nb201 space;
  write_file(folder / "scores.csv", falling_scores(space));
  CHECK_THROWS_WITH(find_priors(Named({"evolution(warm=nwot)"}).searchers, space, folder / "scores.csv"),
                    ContainsSubstring("unknown proxy 'nwot'") && ContainsSubstring("known: mine, synflow"));
  CHECK_THROWS_WITH(find_priors(Named({"evolution(warm=params)"}).searchers, space, folder / "scores.csv"),
                    ContainsSubstring("no searcher needs it"));
}
