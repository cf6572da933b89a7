#include "core/registry.hpp"

#include "core/command.hpp"
#include "core/errors.hpp"
#include "core/suggest.hpp"
#include "searchers/builtin.hpp"
#include "tests/catch.hpp"
#include "tests/core/toy.hpp"

using namespace cellar;

namespace {

SearcherRegistry builtin() {
  SearcherRegistry registry;
  register_searchers(registry);
  return registry;
}

}  // namespace

TEST_CASE("A spelling lists only what differs from the defaults, in declared order") {
  const SearcherRegistry registry = builtin();
  CHECK(registry.configure("evolution").spelling() == "evolution");
  CHECK(registry.configure("evolution()").spelling() == "evolution");
  CHECK(registry.configure("evolution(population=10)").spelling() == "evolution");
  CHECK(registry.configure(" evolution( sample = 5 , population=20 ) ").spelling() ==
        "evolution(population=20,sample=5)");
}

TEST_CASE("A spelling reads back to the same spelling for every built-in searcher") {
  const SearcherRegistry registry = builtin();
  REQUIRE(registry.entries().size() >= 4);
  for (const auto& entry : registry.entries()) {
    const ConfiguredSearcher plain = registry.configure(entry->name);
    const std::string full = entry->name + "(" + plain.configuration->options().all() + ")";
    CHECK(registry.configure(full).spelling() == entry->name);
    CHECK_FALSE(entry->summary.empty());
    CHECK_FALSE(entry->source.empty());
  }
}

TEST_CASE("A searcher that is tried small keeps the options of its spelling") {
  struct Sized final : Searcher {
    struct Options {
      int epochs = 100, channels = 16, cells = 5;
      void describe(OptionList& list) {
        list.integer("epochs", epochs, 1, 1000, "");
        list.integer("channels", channels, 1, 1000, "");
        list.integer("cells", cells, 1, 1000, "");
      }
    };
    Sized(const Problem&, const Options&, Rng) {}
    Request next() override { return Finished{}; }
    void tell(const Trial&) override {}
  };
  SearcherRegistry registry;
  SearcherEntry entry{.name = "sized"};
  entry.small_options = "epochs=3,channels=4";
  registry.add<Sized>(entry);
  CHECK(registry.configure_small(" sized").spelling() == "sized(epochs=3,channels=4)");
  CHECK(registry.configure_small("sized(channels=8)").spelling() == "sized(epochs=3,channels=8)");
  CHECK(registry.configure_small("sized( channels=16, cells=1)").spelling() == "sized(epochs=3,cells=1)");
  CHECK(registry.configure("sized").spelling() == "sized");
  CHECK_THROWS_WITH(registry.configure_small("sized(cells=0)"), ContainsSubstring("cells=0 is not allowed"));
  CHECK(builtin().configure_small("evolution").spelling() == "evolution");
}

TEST_CASE("A misspelled searcher, option or bracket gets one line that says what is right") {
  const SearcherRegistry registry = builtin();
  const auto refused = [&](const char* spelling, const char* why) {
    CHECK_THROWS_WITH(registry.configure(spelling), ContainsSubstring(why));
  };
  refused("evolutoin", "did you mean 'evolution'?");
  refused("", "unknown searcher ''");
  refused("evolution(population=20", "lacks its ')'");
  refused("evolution(20)", "'20' is no option");
  refused("evolution(popluation=20)", "did you mean 'population'?");
  refused("random(population=20)", "random has no options");
}

TEST_CASE("Names are given once and hold nothing that a folder or a CSV field cannot") {
  SearcherRegistry registry = builtin();
  struct Nothing final : Searcher {
    struct Options {
      void describe(OptionList&) {}
    };
    Nothing(const Problem&, const Options&, Rng) {}
    Request next() override { return Finished{}; }
    void tell(const Trial&) override {}
  };
  CHECK_THROWS_WITH(registry.add<Nothing>({.name = "random"}), ContainsSubstring("already"));
  CHECK_THROWS_WITH(registry.add<Nothing>({.name = "a/b"}), ContainsSubstring("'a/b'"));
  CHECK_THROWS_WITH(registry.add<Nothing>({.name = ""}), ContainsSubstring("''"));
  CHECK_NOTHROW(registry.add<Nothing>({.name = "nothing-2"}));
  SpaceRegistry spaces;
  spaces.add({"toy", "", [] { return std::make_shared<test::ToySpace>(); }});
  CHECK(spaces.create("toy")->name() == "toy");
  CHECK_THROWS_WITH(spaces.create("tyo"), ContainsSubstring("did you mean 'toy'?"));
}

TEST_CASE("Suggestions are made for near misses only") {
  const std::vector<std::string> known = {"random", "evolution", "reinforce", "local-search"};
  CHECK(nearest("radnom", known) == "random");
  CHECK(nearest("evolution", known) == "evolution");
  CHECK(nearest("localsearch", known) == "local-search");
  CHECK(nearest("xyz", known).empty());
  CHECK(nearest(std::string(100'000, 'a'), known).empty());
}
