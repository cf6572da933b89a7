#include "core/budget.hpp"

#include "core/errors.hpp"
#include "tests/catch.hpp"

using namespace cellar;

TEST_CASE("A budget is read in seconds, evaluations or epochs, and reads back as it is spelled") {
  using Unit = Budget::Unit;
  CHECK(parse_budget("20000") == Budget{Unit::seconds, 20000});
  CHECK(parse_budget("2e4s") == Budget{Unit::seconds, 20000});
  CHECK(parse_budget("150evaluations") == Budget{Unit::evaluations, 150});
  CHECK(parse_budget("150 evals") == Budget{Unit::evaluations, 150});
  CHECK(parse_budget("1800epochs") == Budget{Unit::epochs, 1800});
  for (const Budget budget : {Budget{Unit::seconds, 0.5}, Budget{Unit::evaluations, 7}, Budget{Unit::epochs, 93}}) {
    CHECK(parse_budget(format(budget)) == budget);
  }
  CHECK(format(Budget{}) == "none");
}

TEST_CASE("What is no positive budget is refused") {
  for (const char* const text : {"", "0", "-5", "abc", "20000 minutes", "nan", "inf", "1e999", "s", "12 12"}) {
    CHECK_THROWS_WITH(parse_budget(text), ContainsSubstring("--budget"));
  }
}
