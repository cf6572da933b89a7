#include "experiments/report/output_file.hpp"

#include <fstream>
#include <iterator>
#include <string>

#include "core/errors.hpp"
#include "tests/catch.hpp"
#include "tests/experiments/report/toy_runs.hpp"

using namespace cellar;
using cellar::test::ToyRuns;

TEST_CASE("a result replaces the file as a whole and leaves nothing else behind") {
  const ToyRuns toy;
  const auto file = toy.root() / "result.csv";
  write_output(file.string(), "a longer first text\n");
  write_output(file.string(), "second\n");
  std::ifstream in(file);
  CHECK(std::string(std::istreambuf_iterator<char>(in), {}) == "second\n");
  CHECK(std::distance(std::filesystem::directory_iterator(toy.root()), {}) == 3);  // with runs/ and toy.table
}

TEST_CASE("what cannot be written is named with the reason") {
  const ToyRuns toy;
  CHECK_THROWS_WITH(write_output((toy.root() / "none/result.csv").string(), "x"),
                    ContainsSubstring("none/result.csv") && ContainsSubstring("No such file"));
  CHECK_THROWS_WITH(write_output("/dev/full", "x"), ContainsSubstring("/dev/full: No space left"));
  CHECK_NOTHROW(write_output("/dev/null", "x"));
  CHECK(std::filesystem::is_character_file("/dev/null"));  // still
}
