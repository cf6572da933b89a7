#include "searchers/oneshot/checks/repetition.hpp"

#include "tests/catch.hpp"

namespace cellar {

using oneshot::Repetition;

TEST_CASE(
    "A sequence is repeated with all steps changed, then with the last ones before the deviation, what led further "
    "kept") {
  Repetition repetition;
  const auto all = repetition.next("step002/logits_arch: deviates");
  CHECK(all.size() > 100);
  CHECK(repetition.tries() == 1);
  const auto changed = repetition.next("steps/5/w_grad_norm: deviates");  // the first try led further
  CHECK(changed.at(0) == all.at(0));
  CHECK(changed.at(5) != all.at(5));
  CHECK(changed.at(6) == all.at(6));
  const auto anew = repetition.next("step001/alpha_grad: deviates");  // the second did not
  CHECK(anew.at(0) != all.at(0));
  CHECK(repetition.next("final/state/x: deviates").at(0) != anew.at(0));  // all, since it may have begun anywhere
}

TEST_CASE("Tries differ from each other and are the same every time") {
  Repetition one, other;
  for (int i = 0; i < 6; ++i) {
    const auto first = one.next("step003/x"), second = other.next("step003/x");
    CHECK(first == second);
    CHECK(first.at(3) != one.next("step003/x").at(3));
    other.next("step003/x");
  }
}

}  // namespace cellar
