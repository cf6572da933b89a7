#include "core/trace/head_text.hpp"

#include <string>

#include "core/trace/head.hpp"
#include "tests/catch.hpp"

using namespace cellar;

namespace {

std::string head(const std::string& seed, const char* budget = "20000 seconds") {
  TraceHead head;
  head.setting("table", "nb201");
  head.setting("budget", budget);
  head.setting("seed", seed);
  head.info("program", "cellar 1");
  return head.text();
}

const HeadText kHead(head("0"));

}  // namespace

TEST_CASE("A head that differs in the seed alone is found, with its seed and its size") {
  for (const std::string seed : {"0", "7", "18446744073709551615"}) {
    const auto found = kHead.find(head(seed) + "trial,status\n");
    REQUIRE(found);
    CHECK(std::to_string(found->seed) == seed);
    CHECK(found->size == head(seed).size());
  }
}

TEST_CASE("A head that differs in anything else is another one") {
  CHECK_FALSE(kHead.find(head("1", "40000 seconds") + "trial\n"));
  CHECK_FALSE(kHead.find(head("1") + "# info note: more\ntrial\n"));
  CHECK_FALSE(HeadText(head("0") + "# info note: more\n").find(head("1") + "trial\n"));
  CHECK_FALSE(HeadText().find(head("1") + "trial\n"));
  CHECK_FALSE(HeadText("# cellar trace 2\n# info seed: 1\n").find("# cellar trace 2\n# info seed: 1\ntrial\n"));
}

TEST_CASE("A seed that is no plain number is left to those who read the head") {
  for (const char* const seed : {"", "-1", "01", "1 ", "one", "18446744073709551616"}) {
    CHECK_FALSE(kHead.find(head(seed) + "trial\n"));
  }
}

TEST_CASE("A text that ends within the head, or with it, has no whole head") {
  const std::string text = head("12");
  for (std::size_t length = 0; length <= text.size(); ++length) {
    CHECK_FALSE(kHead.find(std::string_view(text).substr(0, length)));
  }
}
