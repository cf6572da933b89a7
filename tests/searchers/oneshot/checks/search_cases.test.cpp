#include <ATen/ATen.h>

#include "searchers/oneshot/checks/check_search_evaluation.hpp"
#include "searchers/oneshot/checks/check_search_steps.hpp"
// torch comes first: its CHECK is not Catch2's, so that these tests use REQUIRE alone.
#include "tests/space/network/checks/check_cases.hpp"

// What the original's searches computed, computed again.
namespace cellar {

using test::check_cases;

TEST_CASE("Searches of NATS-Bench's script are repeated step by step") {
  check_cases("data/oneshot/supernet", "", oneshot::check_search_steps, 14);
}

TEST_CASE("Searches of NAS-Bench-201's scripts are repeated step by step") {
  check_cases("data/oneshot/supernet_nb201", "", oneshot::check_search_steps, 7);
}

TEST_CASE("The second-order gradient of DARTS is made of what the original's is") {
  check_cases("data/oneshot/darts_unrolled", "", oneshot::check_unrolled, 2);
}

TEST_CASE("What follows an epoch, candidates and validation, is the original's") {
  check_cases("data/oneshot/search_eval", "", oneshot::check_search_evaluation, 5);
}

}  // namespace cellar
