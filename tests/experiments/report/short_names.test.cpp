#include "experiments/report/short_names.hpp"

#include "tests/catch.hpp"

namespace cellar {

using Names = std::vector<std::string>;

TEST_CASE("Long names lose the options that all searchers share, and these are said once") {
  const auto [names, shared] = short_names({"darts(order=2,epochs=12,images=fashion-mnist,channels=8)",
                                            "gdas(epochs=12,images=fashion-mnist,channels=8)",
                                            "rsps(epochs=12,rate=0.1,images=fashion-mnist,channels=16)"});
  CHECK(names == Names{"darts(order=2,channels=8)", "gdas(channels=8)", "rsps(rate=0.1,channels=16)"});
  CHECK(shared == "epochs=12,images=fashion-mnist");
}

TEST_CASE("Names without options and short names stay as they are, and a long one alone is its name") {
  const Names with_bare{"darts(epochs=12,images=fashion-mnist,channels=8,cells=1)", "random"};
  CHECK(short_names(with_bare).names == with_bare);
  CHECK(short_names(with_bare).shared.empty());
  CHECK(short_names({with_bare[0]}).names == Names{"darts"});
  CHECK(short_names({with_bare[0]}).shared == "epochs=12,images=fashion-mnist,channels=8,cells=1");
  const Names brief{"evolution(population=20)", "evolution(population=20,sample=3)"};
  CHECK(short_names(brief).names == brief);
  CHECK(short_names({}).names.empty());
}

TEST_CASE("Names that differ stay different without what they share") {
  const std::string options = "images=fashion-mnist,most_images=5000,side=16";
  const auto [names, shared] = short_names({"a(" + options + ")", "a(x=1," + options + ")", "b(" + options + ",x=1)"});
  CHECK(names == Names{"a", "a(x=1)", "b(x=1)"});
  CHECK(shared == options);
}

}  // namespace cellar
