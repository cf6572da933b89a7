#include "experiments/program/command_line.hpp"

#include "core/errors.hpp"
#include "tests/catch.hpp"
#include "tests/folder.hpp"

using namespace cellar;
using namespace cellar::test;

namespace {

namespace po = boost::program_options;
using Strings = std::vector<std::string>;

CommandLine sample() {
  CommandLine line("sample", "about");
  line.positional("what", -1, "");
  line.options().add_options()("seeds", po::value<std::string>()->default_value("1"), "")(
      "out", po::value<std::string>(), "")("plan", po::value<std::string>(), "");
  return line;
}

}  // namespace

TEST_CASE("An unknown option gets the nearest one, and options are not guessed from a beginning") {
  CHECK_THROWS_WITH(sample().parse({"--sedes", "5"}), ContainsSubstring("--sedes") && ContainsSubstring("--seeds"));
  CHECK_THROWS_WITH(sample().parse({"--seed", "5"}), ContainsSubstring("--seeds"));
  CHECK_THROWS_AS(sample().parse({"--out"}), Error);
  CHECK_THROWS_AS(sample().parse({"--out", "a", "--out", "b"}), Error);
}

TEST_CASE("A plan gives options, the command line wins, and its mistakes name the file") {
  const TemporaryFolder folder;
  const std::string plan = (folder / "plan.ini").string();
  write_file(plan, "seeds = 7\nout = there\nwhat = a\nwhat = b\n");
  const auto values = sample().parse({"--plan", plan, "--out", "here"});
  REQUIRE(values);
  CHECK((*values)["seeds"].as<std::string>() == "7");
  CHECK((*values)["out"].as<std::string>() == "here");
  CHECK((*values)["what"].as<Strings>() == Strings{"a", "b"});
  const auto words = sample().parse({"c", "--plan", plan});
  CHECK((*words)["what"].as<Strings>() == Strings{"c"});
  write_file(plan, "sedes = 7\n");
  CHECK_THROWS_WITH(sample().parse({"--plan", plan}), ContainsSubstring("plan.ini") && ContainsSubstring("seeds"));
  CHECK_THROWS_WITH(sample().parse({"--plan", plan + ".no"}), ContainsSubstring("cannot be read"));
}

TEST_CASE("Lists are split at commas outside of parentheses") {
  CHECK(split_list({"a,b", "c"}) == Strings{"a", "b", "c"});
  CHECK(split_list({"evolution(population=20,sample=5),random"}) ==
        Strings{"evolution(population=20,sample=5)", "random"});
  CHECK(split_list({"a,,b,"}) == Strings{"a", "b"});
  CHECK(split_list({"evolution(population=20,random"}) == Strings{"evolution(population=20,random"});
}
