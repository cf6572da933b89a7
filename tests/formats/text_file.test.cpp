#include "core/formats/text_file.hpp"

#include <cstdlib>

#include "core/errors.hpp"
#include "tests/catch.hpp"
#include "tests/core/table/sample_table.hpp"

namespace cellar {

namespace {

std::string gzipped(const std::string& text) {
  const test::TemporaryFolder folder;
  test::write_file(folder / "text", text);
  REQUIRE(std::system(("gzip -n '" + (folder / "text").string() + "'").c_str()) == 0);
  return test::read_file(folder / "text.gz");
}

std::string long_text() {
  std::string text;
  for (int i = 0; i < 300'000; ++i) text += std::to_string(i) + '\n';
  return text;
}

}  // namespace

TEST_CASE("A text is read the same plain and gzip'd, whatever the file is called") {
  const test::TemporaryFolder folder;
  for (const std::string& text : {std::string("index\n"), std::string(), long_text()}) {
    test::write_file(folder / "plain.gz", text);
    CHECK(read_text(folder / "plain.gz") == text);
    test::write_file(folder / "zipped.csv", gzipped(text));
    CHECK(read_text(folder / "zipped.csv") == text);
    test::write_file(folder / "twice.csv", gzipped(text) + gzipped("more"));
    CHECK(read_text(folder / "twice.csv") == text + "more");
  }
}

TEST_CASE("A gzip'd text that was cut short or damaged is refused by name") {
  const test::TemporaryFolder folder;
  const auto file = folder / "a.csv.gz";
  const std::string text = "index,pets.valid12\n0,50\n1,60\n2,70\n";
  const std::string whole = gzipped(text);
  const std::string refusal = file.string() + " is not a whole gzip file: it is damaged or was cut short";
  for (std::size_t size = 2; size < whole.size(); ++size) {
    test::write_file(file, whole.substr(0, size));
    CAPTURE(size);
    CHECK_THROWS_WITH(read_text(file), refusal);
  }
  int refused = 0;
  for (std::size_t bit = 16; bit < 8 * whole.size(); ++bit) {
    std::string damaged = whole;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
    test::write_file(file, damaged);
    CAPTURE(bit);
    try {
      const std::string read = read_text(file);
      CHECK(read == text);  // a bit that does not matter: the time stamp, the filling of the last byte
    } catch (const Error& error) {
      CHECK(error.what() == refusal);
      ++refused;
    }
  }
  CHECK(refused > 200);
}

TEST_CASE("A text that is not there is refused by name") {
  const test::TemporaryFolder folder;
  CHECK_THROWS_WITH(read_text(folder / "absent.csv"), ContainsSubstring("absent.csv: No such file or directory"));
}

}  // namespace cellar
