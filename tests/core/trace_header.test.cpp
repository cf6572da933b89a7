#include "core/trace_header.hpp"

#include "tests/catch.hpp"

using namespace cellar;

namespace {

TraceHeader sample() {
  TraceHeader header;
  header.set("program", "cellar 1");
  header.set("table", "nb201 00ff");
  header.set("budget", "20000 seconds");
  return header;
}

}  // namespace

TEST_CASE("The head of a trace reads back, and ends where its columns begin") {
  const std::string text = sample().text();
  std::size_t used = 0;
  const auto header = TraceHeader::parse(text + "trial,status\n", used);
  REQUIRE(header);
  CHECK(used == text.size());
  CHECK(header->entries() == sample().entries());
}

TEST_CASE("A head that is cut off anywhere is no head") {
  const std::string text = sample().text();
  for (std::size_t length = 0; length <= text.size(); ++length) {
    std::size_t used = 0;
    CHECK_FALSE(TraceHeader::parse(std::string_view(text).substr(0, length), used));
    CHECK(TraceHeader::may_begin(std::string_view(text).substr(0, length)));
  }
}

TEST_CASE("Differences are named, the version of the program and the place of a table are none") {
  TraceHeader other;
  other.set("program", "cellar 2");
  other.set("table", "nb201 00ff");
  other.set("budget", "40000 seconds");
  CHECK(difference(sample(), other) == "budget was 20000 seconds and is now 40000 seconds");
  CHECK_FALSE(difference(sample(), other, {"table"}));
  other.set("workers", "4");
  CHECK(difference(sample(), other, {"workers"}) == "workers was nothing and is now 4");
}

TEST_CASE("A line end in a value does not end the line") {
  TraceHeader header;
  header.set("note", "two\nlines");
  CHECK(header.text() == "# cellar trace 1\n# note: two lines\n");
}

TEST_CASE("What begins otherwise can be no trace") {
  for (const char* const text : {"trial,status\n", "# cellar trace 2\n", "# cellar trick"}) {
    CHECK_FALSE(TraceHeader::may_begin(text));
  }
}
