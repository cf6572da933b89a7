#include "core/options.hpp"

#include "core/errors.hpp"
#include "tests/catch.hpp"

using namespace cellar;

namespace {

struct Sample {
  int population = 10;
  double rate = 0.25;
  bool elitist = false;
  std::string kernel = "plain";
  OptionList list;

  Sample() {
    list.integer("population", population, 1, 100, "how many");
    list.real("rate", rate, 0, 1, "how often");
    list.flag("elitist", elitist, "keep the best");
    list.choice("kernel", kernel, {"plain", "corrected"}, "which");
  }
};

}  // namespace

TEST_CASE("Setting an option changes its field and its spelling") {
  Sample sample;
  CHECK(sample.list.changed().empty());
  sample.list.set("toy", "kernel", "corrected");
  sample.list.set("toy", "population", "20");
  CHECK(sample.population == 20);
  CHECK(sample.list.changed() == "population=20,kernel=corrected");  // in declared order
  CHECK(sample.list.all() == "population=20,rate=0.25,elitist=off,kernel=corrected");
  CHECK(sample.list.text("kernel") == "corrected");
  CHECK(sample.list.text("rate") == "0.25");
  CHECK_THROWS_AS(sample.list.text("speed"), ContractError);
  sample.list.set("toy", "population", "10");
  CHECK(sample.list.changed() == "kernel=corrected");
}

TEST_CASE("A value outside of the bounds or of another type is refused and changes nothing") {
  Sample sample;
  const auto refused = [&](const char* name, const char* value, const char* allowed) {
    CHECK_THROWS_WITH(sample.list.set("toy", name, value), ContainsSubstring(value) && ContainsSubstring(allowed));
  };
  refused("population", "0", "1 to 100");
  refused("population", "101", "1 to 100");
  refused("population", "ten", "an integer");
  refused("population", "10.5", "an integer");
  refused("rate", "1.01", "0 to 1");
  refused("rate", "nan", "a number");
  refused("elitist", "yes", "on or off");
  refused("kernel", "Plain", "plain, corrected");
  CHECK(sample.list.changed().empty());
}

TEST_CASE("An unknown option is refused with the nearest name") {
  Sample sample;
  CHECK_THROWS_WITH(sample.list.set("toy", "popluation", "5"),
                    ContainsSubstring("toy") && ContainsSubstring("did you mean 'population'?"));
}

TEST_CASE("A description that contradicts itself is our own fault") {
  int value = 5;
  OptionList list;
  CHECK_THROWS_AS(list.integer("value", value, 6, 9, ""), ContractError);
  list.integer("value", value, 1, 9, "");
  CHECK_THROWS_AS(list.integer("value", value, 1, 9, ""), ContractError);
}

TEST_CASE("An option that names a prior takes any name, and the list knows which are named") {
  std::string warm(kNoPrior), other(kNoPrior);
  OptionList list;
  list.prior("warm", warm, "");
  list.prior("other", other, "");
  CHECK(list.priors().empty());
  CHECK(list.changed().empty());
  list.set("toy", "warm", "grad_norm");
  CHECK(warm == "grad_norm");
  CHECK(list.priors() == std::vector<std::string>{"grad_norm"});
  CHECK(list.changed() == "warm=grad_norm");
  list.set("toy", "warm", "off");
  CHECK(list.priors().empty());
}

TEST_CASE("A name of a prior is of letters, digits, '_' and '-', and none is used by default") {
  std::string warm(kNoPrior), on = "synflow";
  OptionList list;
  list.prior("warm", warm, "");
  for (const char* const name : {"", "a b", "a/b", "a)"}) {
    CHECK_THROWS_WITH(list.set("toy", "warm", name), ContainsSubstring("off or the name of a proxy"));
  }
  CHECK_THROWS_AS(list.prior("on", on, ""), ContractError);
}
