#include "core/table/quantity.hpp"

#include "core/errors.hpp"
#include "core/table/dataset_defaults.hpp"
#include "tests/catch.hpp"

namespace cellar {

TEST_CASE("A quantity is written and read back") {
  using Better = Quantity::Better;
  const FigureSource mean{FigureSource::Kind::mean_of_seeds, 2, {}};
  CHECK(format(Quantity{}) == "1");
  CHECK(format(Quantity{"ms", Better::smaller, 0}) == "ms min 0..");
  CHECK(format(Quantity{"%", Better::larger, 0, 100, mean}) == "% max 0..100; mean of 2 training seeds");
  CHECK(parse_quantity("  nats  ..1.5 min ") == Quantity{"nats", Better::smaller, -kUnbounded, 1.5});
  for (const Quantity& quantity :
       {Quantity{}, Quantity{"m/s", Better::larger}, Quantity{"1", Better::unsaid, -1, 1}, per_cent(),
        Quantity{"ms", Better::smaller, 0.125, kUnbounded, FigureSource{FigureSource::Kind::measured, 0, {}}}}) {
    CHECK(parse_quantity(format(quantity)) == quantity);
  }
}

TEST_CASE("What is no quantity is told what is wrong with it") {
  CHECK_NOTHROW(parse_quantity("ms min 0..10; measured"));
  CHECK_THROWS_WITH(parse_quantity(" "), ContainsSubstring("a unit is needed"));
  CHECK_THROWS_WITH(parse_quantity("ms low 0..10; measured"), ContainsSubstring("'low' should be max, min or a range"));
  CHECK_THROWS_WITH(parse_quantity("ms min 10..0; measured"), ContainsSubstring("'10..0' is empty"));
  CHECK_THROWS_WITH(parse_quantity("ms min 0..x; measured"), ContainsSubstring("'0..x' is no range"));
  CHECK_THROWS_WITH(parse_quantity("ms min 0..10; guessed"), ContainsSubstring("'guessed' does not say where"));
  CHECK_THROWS_WITH(parse_named_quantity("latency [ms"), ContainsSubstring("does not end with the ']'"));
  CHECK(parse_named_quantity(" latency.a1 [ms min] ").name == "latency.a1");
  CHECK(!parse_named_quantity("latency.a1").quantity);
}

TEST_CASE("Names of columns say what their figures usually are") {
  CHECK(usual_quantity("cifar10.test@200/200.777") == per_cent());
  CHECK(usual_quantity("cifar10.valtest") == per_cent());
  CHECK(usual_quantity("cifar10.epoch_seconds")->unit == "s");
  CHECK(usual_quantity("cifar10.params")->better == Quantity::Better::smaller);
  CHECK(!usual_quantity("cifar10.loss@200/200"));
  CHECK(!usual_quantity("latency.raspi4"));
  CHECK(!usual_quantity(".params"));
}

TEST_CASE("An objective has the direction and the range of its column") {
  const Objective latency = objective_of("latency.raspi4", {"ms", Quantity::Better::smaller, 0});
  CHECK(!latency.maximise);
  CHECK(latency.least == 0);
  CHECK(std::isinf(latency.most));
  CHECK(latency.source.kind == FigureSource::Kind::tabled);
  CHECK(objective_of("x", {}).maximise);  // where nothing says that less is better
}

TEST_CASE("Defaults of a data set are written and read back") {
  const std::string all = "observe valid@12/12, truth test@200/200 valid@200/200, budget 20000 seconds";
  CHECK(format(parse_dataset_defaults("cifar10", all)) == all);
  CHECK(parse_dataset_defaults("cifar10", all).truth.size() == 2);
  CHECK(parse_dataset_defaults("cifar10", " budget  150evaluations").budget->limit == 150);
  CHECK(parse_dataset_defaults("cifar10", "") == DatasetDefaults{"cifar10"});
  CHECK_THROWS_WITH(parse_dataset_defaults("cifar10", "observed valid@12/12"),
                    ContainsSubstring("did you mean 'observe'?"));
  CHECK_THROWS_WITH(parse_dataset_defaults("cifar10", "observe"),
                    ContainsSubstring("'observe' of data set cifar10 says nothing"));
  CHECK_THROWS_AS(parse_dataset_defaults("cifar10", "budget soon"), Error);
  CHECK_NOTHROW(check_dataset_name("ImageNet16-120"));
  for (const char* name : {"", ".", "..", "../x", "/tmp/x", "a/b", "a b", "a\nb", "lock", "earlier"}) {
    CAPTURE(name);
    CHECK_THROWS_WITH(check_dataset_name(name), ContainsSubstring("cannot be the name of a data set"));
  }
}

}  // namespace cellar
