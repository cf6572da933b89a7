#include "core/registry.hpp"
#include "core/oracle_registry.hpp"
#include "core/proxy_registry.hpp"
#include "core/table_registry.hpp"

#include <cctype>
#include <sstream>

#include "core/command.hpp"
#include "core/errors.hpp"
#include "core/oracle_registry.hpp"
#include "core/proxy_registry.hpp"
#include "core/run.hpp"
#include "core/runtime_configuration.hpp"
#include "core/suggest.hpp"
#include "core/table_registry.hpp"
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

namespace {

class Scaled final : public Oracle {
 public:
  struct Options {
    int factor = 2;
    void describe(OptionList& list) { list.integer("factor", factor, 1, 9, "of the first choice"); }
  };
  Scaled(const std::shared_ptr<const SearchSpace>&, const std::string&, const Options& options) : options_(options) {}
  const std::vector<Fidelity>& fidelities() const override {
    static const std::vector<Fidelity> kAll = {{1, 1}};
    return kAll;
  }
  Measurement measure(const Architecture& arch, Fidelity, int, std::uint64_t) const override {
    return {double(options_.factor * arch[0]), 1};
  }

 private:
  Options options_;
};

}  // namespace

TEST_CASE("A spelling lists only what differs from the defaults, in declared order") {
  const SearcherRegistry registry = builtin();
  CHECK(registry.configure("evolution").spelling() == "evolution");
  CHECK(registry.configure("evolution()").spelling() == "evolution");
  CHECK(registry.configure("evolution(population=10)").spelling() == "evolution");
  CHECK(registry.configure(" evolution( sample = 5 , population=20 ) ").spelling() ==
        "evolution(population=20,sample=5)");
}

TEST_CASE("A label keeps the options that were written, also those that are the defaults") {
  const SearcherRegistry registry = builtin();
  ConfiguredSearcher searcher = registry.configure("evolution(sample=5,population=10)");
  CHECK(searcher.spelling() == "evolution(sample=5)");
  CHECK(searcher.label() == "evolution(population=10,sample=5)");
  CHECK(searcher.folder() == "evolution(sample=5)");
  searcher.also.emplace_back("evolution(sample=5)");
  CHECK(searcher.label() == "evolution(population=10,sample=5) = evolution(sample=5)");
  CHECK(registry.configure("evolution").label() == "evolution");
}

TEST_CASE("Oracles, tables and proxies that are added are found by name, once") {
  OracleRegistry oracles;
  CHECK_THROWS_WITH(oracles.configure("mine(a=1)"), ContainsSubstring("there is no oracle 'mine': --plugin"));
  oracles.set_code("libmine.so 0123");
  oracles.add<Scaled>({.name = "mine"});
  CHECK(oracles.at("mine").code == "libmine.so 0123");
  CHECK(oracles.configure("mine( factor = 3 )").text() == "mine(factor=3)");
  CHECK(oracles.configure("mine").text() == "mine(factor=2)");  // all options: what it answers depends on them
  CHECK_THROWS_WITH(oracles.configure("mine(factr=3)"), ContainsSubstring("did you mean 'factor'?"));
  CHECK_THROWS_WITH(oracles.at("mien"), ContainsSubstring("did you mean 'mine'?"));
  CHECK_THROWS_WITH(oracles.add<Scaled>({.name = "mine"}), ContainsSubstring("there is an oracle 'mine' already"));
  const auto oracle = oracles.configure("mine(factor=4)").configuration->create(nullptr, "any");
  CHECK(oracle->measure({3}, {1, 1}, 0, 0).values[0] == 12);
  TableRegistry tables;
  tables.add({"own", "", [] { return std::shared_ptr<const Table>(); }});
  CHECK(tables.find("own"));
  CHECK(!tables.find("other"));
  CHECK_THROWS_WITH(tables.add({"own", "", [] { return std::shared_ptr<const Table>(); }}),
                    ContainsSubstring("there is a table 'own' already"));
  CHECK_THROWS_WITH(tables.add({"Own", "", [] { return std::shared_ptr<const Table>(); }}),
                    ContainsSubstring("cannot name a table"));
  CHECK_THROWS_AS(tables.add({"none", "", nullptr}), ContractError);
  ProxyRegistry proxies;
  proxies.set_code("libmine.so 0123");
  proxies.add({"size", "", [](const SearchSpace&) { return std::vector<double>(); }, ""});
  CHECK(proxies.find("size")->code == "libmine.so 0123");
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

TEST_CASE("A plug-in's space whose spellings cannot stand in a trace is refused when it is added") {
  struct Spelled final : SearchSpace {
    explicit Spelled(char last) : SearchSpace({2, 3}), mark(last) {}
    std::string name() const override { return "spelled"; }
    std::string format(const Architecture& arch) const override { return SearchSpace::format(arch) + mark; }
    Architecture parse(std::string_view text) const override {
      return mark == '!' ? Architecture{0, 0} : SearchSpace::parse(text.substr(0, text.size() - 1));
    }
    char mark;
  };
  const auto add = [](char mark, const char* code) {
    SpaceRegistry spaces;
    spaces.set_code(code);
    spaces.add({.name = "spelled", .summary = "", .create = [mark] { return std::make_shared<Spelled>(mark); }});
    return spaces.at("spelled").code;
  };
  CHECK(add('.', "libx.so 0") == "libx.so 0");
  for (const char mark : {',', '"', '#', '\n'}) {
    CHECK_THROWS_WITH(add(mark, "libx.so 0"), ContainsSubstring("'spelled' spells an architecture"));
  }
  CHECK_THROWS_WITH(add('!', "libx.so 0"), ContainsSubstring("does not read"));
}

namespace {

// Climbs from the architecture of all zeros, as its options say: "steps" and the name of a mark.
class Climber final : public Searcher {
 public:
  Climber(const Problem& problem, int steps) : space_(problem.space), at_(problem.full()), steps_(steps) {}
  Request next() override {
    return asked_++ < steps_ ? Request(Evaluate{space_.at(static_cast<std::uint64_t>(asked_)), at_}) : Finished{};
  }
  void tell(const Trial&) override {}

 private:
  const SearchSpace& space_;
  Fidelity at_;
  int steps_, asked_ = 0;
};

// A searcher whose name and options stand in a text, "climber steps=3 note=any": what a program knows at run time.
void add_from_text(SearcherRegistry& registry, const std::string& text) {
  std::istringstream words(text);
  std::string name, option;
  words >> name;
  std::vector<std::string> options;
  while (words >> option) options.push_back(option);
  registry.add({.name = name}, [options] {
    auto configuration = std::make_unique<RuntimeConfiguration>(
        [](const OptionList& list, const Problem& problem, Rng, const Resources&) -> std::unique_ptr<Searcher> {
          return std::make_unique<Climber>(problem, std::stoi(list.text("steps")));
        });
    for (const std::string& one : options) {
      const std::size_t equals = one.find('=');
      const std::string value = one.substr(equals + 1);
      if (std::isdigit(static_cast<unsigned char>(value.front()))) {
        configuration->integer(one.substr(0, equals), std::stoi(value), 1, 1000, "");
      } else {
        configuration->words(one.substr(0, equals), value, "");
      }
    }
    return configuration;
  });
}

}  // namespace

TEST_CASE("A searcher is added by a text that is read at run time, and run with options of a spelling") {
  SearcherRegistry registry;
  add_from_text(registry, "climber steps=3 note=any");
  const auto climber = registry.configure("climber(steps=5,note='a, b (c) ''d''')");
  CHECK(climber.spelling() == "climber(steps=5,note='a, b (c) ''d''')");
  CHECK(climber.configuration->options().plain_text("note") == "a, b (c) 'd'");
  CHECK(climber.configuration->options().plain_text("steps") == "5");
  CHECK(climber.configuration->options().all() == "steps=5,note='a, b (c) ''d'''");
  CHECK(registry.configure(climber.spelling()).spelling() == climber.spelling());
  CHECK(registry.configure("climber(note=plain)").spelling() == "climber(note=plain)");
  CHECK_THROWS_WITH(registry.configure("climber(note='a)"), ContainsSubstring("note='a is not allowed"));
  CHECK_THROWS_WITH(registry.configure("climber(steps=0)"), ContainsSubstring("an integer from 1 to 1000"));
  const test::ToySpace space;
  const test::ToyOracle oracle([](const Architecture&, Fidelity, int, std::uint64_t) {
    return Measurement{50.0, 1.0};
  });
  const Problem problem{space, "toy", oracle.objectives(), oracle.fidelities(), {}, 1};
  TraceRows trace;
  const auto searcher = climber.configuration->create(problem, 1, Resources{});
  CHECK(run(*searcher, oracle, problem, 1, trace) == RunEnd::finished);
  CHECK(trace.rows.size() == 5);
}

TEST_CASE("A folder's name is the spelling, but for what is long or what paths dislike") {
  SearcherRegistry registry;
  add_from_text(registry, "climber steps=3 note=any");
  CHECK(registry.configure("climber(steps=5)").folder() == "climber(steps=5)");
  const auto long_one = registry.configure("climber(note=" + std::string(300, 'x') + ")").folder();
  CHECK(long_one.size() == 89);
  CHECK(long_one != registry.configure("climber(note=" + std::string(301, 'x') + ")").folder());
  const auto strange = registry.configure("climber(note='../a b/*')").folder();
  CHECK(strange.starts_with("climber(note=-..-a-b---)-"));
  CHECK(strange.find_first_of("/ *'") == std::string::npos);
}
