#include "searchers/oneshot/register.hpp"
#include "space/nb201.hpp"
#include "tests/catch.hpp"
#include "tests/conformance/synthetic_oracle.hpp"
#include "tests/conformance/training.hpp"

using namespace cellar;

namespace {

void keeps_promises(const std::string& spelling) {
  SearcherRegistry registry;
  oneshot::register_searchers(registry);
  const auto space = std::make_shared<Nb201>();
  const auto oracle = std::make_shared<conformance::SyntheticOracle>(*space);
  const auto findings =
      conformance::try_training_promises(registry.configure_small(spelling), {"toy", space, oracle, {}});
  REQUIRE(findings.size() > 1);  // it takes the space
  for (const conformance::Finding& finding : findings) {
    CAPTURE(spelling, finding.promise, finding.detail);
    REQUIRE(finding.kept);
  }
}

}  // namespace

TEST_CASE("Every weight-sharing searcher keeps all promises on images of 4x4 pixels") {
  SearcherRegistry registry;
  oneshot::register_searchers(registry);
  REQUIRE(registry.entries().size() >= 5);
  for (const auto& entry : registry.entries()) keeps_promises(entry->name);
}

TEST_CASE("DARTS of second order keeps all promises on images of 4x4 pixels") { keeps_promises("darts(order=2)"); }
