#include <cmath>

#include "core/table/table.hpp"
#include "experiments/checks/checks.hpp"
#include "experiments/checks/client_comparison.hpp"
#include "experiments/program/commands.hpp"
#include "tests/catch.hpp"
#include "tests/folder.hpp"
#include "tests/reference.hpp"

namespace cellar {

namespace {

struct Recorded {
  const char* source;
  const char* answers;
  const char* archive;
};

constexpr Recorded kRecorded[] = {
    {"formats/NAS-Bench-201-v1_0-e61699.pth", "tiny_v1_0_legacy", "formats/archive"},
    {"formats/NAS-Bench-201-v1_1-096897.pth", "tiny_v1_1_legacy", ""},
    {"formats/zip/NAS-Bench-201-v1_0-e61699.pth", "tiny_v1_0_zip", ""},
    {"formats/nats-simple", "tiny_nats_simple", ""},
    {"formats/NATS-tss-v1_0-3ffb9.pickle.pbz2", "tiny_nats_single_file", "formats/nats-full"},
    {"formats/nats-full", "tiny_nats_full", "formats/nats-full"},
    {"nats-tss-sample", "real_nats_tss_0", ""},
    {"nats-sss-sample", "real_nats_sss_0", ""},
};

}  // namespace

TEST_CASE("every recorded query to the original clients is answered as they answered") {
  for (const Recorded& recorded : kRecorded) {
    const auto source = test::reference(std::string("data/") + recorded.source);
    const auto answers = test::reference(std::string("data/formats/expected/") + recorded.answers + ".json.gz");
    if (source.empty() || answers.empty()) return;
    INFO(recorded.answers);
    const test::TemporaryFolder folder;
    const std::string table = (folder / "imported.table").string();
    REQUIRE(run_program({"import", source.string(), "--out", table, "--quiet"}) == 0);
    const std::string archive =
        *recorded.archive == '\0' ? "" : test::reference(std::string("data/") + recorded.archive).string();
    CHECK(check_client(answers.string(), open_table(table), archive) == 0);
  }
}

TEST_CASE("results are compared to 1e-12, keys in order, text to the character") {
  const auto compare = [](const char* ours, const char* theirs) {
    return client_difference(parse_python_json(ours), parse_python_json(theirs)).value_or("");
  };
  CHECK(compare("[1.0, 2]", "[1, 2.0000000000001]").empty());
  CHECK(compare("[2]", "[2.00000000001]") == "[0]: 2 instead of 2.00000000001");
  CHECK(compare("0", "1e-300") == ": 0 instead of 1e-300");
  CHECK(compare(R"({"a": 1, "b": 2})", R"({"b": 2, "a": 1})") == "key 'a' instead of 'b'");
  CHECK(compare(R"({"a": 1})", R"({"a": 1, "b": 2})") == "['b'] is missing");
  CHECK(compare(R"("text")", R"("test")") == R"( at character 3: "text" instead of "test")");
  CHECK(compare("null", "0") == ": null instead of 0");
  CHECK(compare("[NaN, Infinity]", "[NaN, Infinity]").empty());
  CHECK(compare("[NaN]", "[1]") == R"([0]: "NaN" instead of 1)");
  CHECK(compare(R"(["NaN and Infinity"])", R"(["NaN and Infinity"])").empty());
}

}  // namespace cellar
