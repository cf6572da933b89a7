#include "experiments/checks/checks.hpp"
#include "searchers/oneshot/register.hpp"
#include "tests/catch.hpp"

using namespace cellar;

TEST_CASE("Every weight-sharing searcher keeps all promises on images of 4x4 pixels") {
  SearcherRegistry registry;
  oneshot::register_searchers(registry);
  REQUIRE(registry.entries().size() >= 5);
  for (const auto& entry : registry.entries()) {
    INFO(entry->name);
    REQUIRE(keeps_promises(registry.configure_small(entry->name)));
  }
}

TEST_CASE("DARTS of second order keeps all promises on images of 4x4 pixels") {
  SearcherRegistry registry;
  oneshot::register_searchers(registry);
  REQUIRE(keeps_promises(registry.configure_small("darts(order=2)")));
}
