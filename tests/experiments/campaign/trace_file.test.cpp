#include "experiments/campaign/trace_file.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <csignal>
#include <span>

#include "core/errors.hpp"
#include "tests/catch.hpp"
#include "tests/core/toy.hpp"
#include "tests/folder.hpp"

using namespace cellar;
using namespace cellar::test;

namespace {

const ToySpace kSpace;
const TraceFormat kFormat(kSpace, {{"toy"}, {}});

TraceHead header(const char* seed = "1") {
  TraceHead head;
  head.setting("seed", seed);
  head.info("program", "cellar test");
  return head;
}

TraceRow row(int number) {
  TraceRow row;
  row.trial = number;
  row.start_seconds = number;
  row.end_seconds = number + 1;
  row.arch = kSpace.from_code(static_cast<std::uint64_t>(number) % 24);
  row.fidelity = {12, 12};
  row.values = 50.0 + number;
  row.cost_seconds = 1;
  return row;
}

void record(const std::filesystem::path& path, int rows, RunEnd end = RunEnd::budget) {
  TraceFile file(path, header(), kFormat);
  for (int i = 0; i < rows; ++i) file.row(row(i));
  file.close(end);
}

}  // namespace

TEST_CASE("A trace holds its head, its rows and, at the end, a closing line") {
  const TemporaryFolder folder;
  record(folder / "seed.csv", 2);
  const std::string before = "# cellar trace 2\n# setting seed: 1\n# info program: cellar test\n" +
                             kFormat.column_line() +
                             "0,ok,0,0,1,0:0:0,0,12,12,,50,1,,0\n1,ok,0,1,2,0:0:1,1,12,12,,51,1,,0\n";
  const std::uint64_t checksum = xxh3(std::as_bytes(std::span(before)));
  CHECK(read_file(folder / "seed.csv") == fmt::format("{}# end: budget {:016x}\n", before, checksum));
  CHECK(TraceFile(folder / "seed.csv", header(), kFormat).complete());
  CHECK(inspect_trace(folder / "seed.csv").complete);
}

TEST_CASE("A trace cut off at any byte goes on to the same bytes") {
  const TemporaryFolder folder;
  record(folder / "whole.csv", 5);
  const std::string whole = read_file(folder / "whole.csv");
  for (std::size_t length = 0; length <= whole.size(); ++length) {
    write_file(folder / "cut.csv", whole.substr(0, length));
    TraceFile file(folder / "cut.csv", header(), kFormat);
    if (!file.complete()) {
      for (int i = 0; i < 5; ++i) file.row(row(i));
      file.close(RunEnd::budget);
    }
    INFO("cut at byte " << length);
    CHECK(read_file(folder / "cut.csv") == whole);
  }
}

TEST_CASE("A trace made with other settings is refused by the name of the setting, and stays as it is") {
  const TemporaryFolder folder;
  record(folder / "seed.csv", 2);
  const std::string before = read_file(folder / "seed.csv");
  CHECK_THROWS_WITH(TraceFile(folder / "seed.csv", header("2"), kFormat),
                    ContainsSubstring("seed was 1 and is now 2") && ContainsSubstring("seed.csv"));
  CHECK(read_file(folder / "seed.csv") == before);
}

TEST_CASE("A damaged line is refused with its number, and the file stays as it is") {
  const TemporaryFolder folder;
  record(folder / "seed.csv", 4, RunEnd::stopped);
  std::string text = read_file(folder / "seed.csv");
  text.replace(text.find("2,ok"), 4, "2,xx");
  write_file(folder / "seed.csv", text);
  CHECK_THROWS_WITH(TraceFile(folder / "seed.csv", header(), kFormat),
                    ContainsSubstring("line 7") && ContainsSubstring("status is 'xx'"));
  CHECK(read_file(folder / "seed.csv") == text);
}

TEST_CASE("A replay that makes other rows is refused with the line, and the file stays as it is") {
  const TemporaryFolder folder;
  record(folder / "seed.csv", 4, RunEnd::stopped);
  const std::string before = read_file(folder / "seed.csv");
  {
    TraceFile file(folder / "seed.csv", header(), kFormat);
    file.row(row(0));
    CHECK_THROWS_WITH(file.row(row(2)), ContainsSubstring("line 6"));
  }
  {
    TraceFile file(folder / "seed.csv", header(), kFormat);
    file.row(row(0));
    CHECK_THROWS_WITH(file.close(RunEnd::finished), ContainsSubstring("ends before this row"));
  }
  CHECK(read_file(folder / "seed.csv") == before);
}

TEST_CASE("A file that is no trace is neither read nor overwritten") {
  const TemporaryFolder folder;
  for (const char* const text : {"trial,status\n", "hello", "# cellar trace 3\n", "# cellar trace 1\n"}) {
    write_file(folder / "seed.csv", text);
    CHECK_THROWS_WITH(TraceFile(folder / "seed.csv", header(), kFormat), ContainsSubstring("is no trace"));
    CHECK(read_file(folder / "seed.csv") == text);
  }
}

TEST_CASE("Where the system takes no more bytes there is one line, and what was recorded before stays") {
  const TemporaryFolder folder;
  record(folder / "seed.csv", 2, RunEnd::stopped);
  const std::string before = read_file(folder / "seed.csv");
  rlimit usual{};
  getrlimit(RLIMIT_FSIZE, &usual);
  const rlimit tight{before.size() + 5, usual.rlim_max};
  std::signal(SIGXFSZ, SIG_IGN);  // write_file() is to fail instead
  setrlimit(RLIMIT_FSIZE, &tight);
  {
    TraceFile file(folder / "seed.csv", header(), kFormat);
    for (int i = 0; i < 3; ++i) file.row(row(i));
    CHECK_THROWS_WITH(file.close(RunEnd::budget), ContainsSubstring("seed.csv") && ContainsSubstring("stays"));
  }
  setrlimit(RLIMIT_FSIZE, &usual);
  CHECK(read_file(folder / "seed.csv").substr(0, before.size()) == before);
}

TEST_CASE("What is not a regular file is no trace") {
  const TemporaryFolder folder;
  std::filesystem::create_symlink("/dev/zero", folder / "seed.csv");
  CHECK_THROWS_WITH(TraceFile(folder / "seed.csv", header(), kFormat), ContainsSubstring("is no trace"));
}

TEST_CASE("A trace whose head is damaged is refused and stays as it is") {
  const TemporaryFolder folder;
  record(folder / "seed.csv", 3);
  std::string text = read_file(folder / "seed.csv");
  text.replace(text.find("seed: 1"), 7, "seed=10");
  write_file(folder / "seed.csv", text);
  CHECK_THROWS_WITH(TraceFile(folder / "seed.csv", header(), kFormat), ContainsSubstring("head"));
  CHECK(read_file(folder / "seed.csv") == text);
}

TEST_CASE("A head of many kilobytes is read when a folder is looked through") {
  const TemporaryFolder folder;
  TraceHead head = header();
  head.info("note", std::string(20'000, 'x'));
  TraceFile file(folder / "seed.csv", head, kFormat);
  file.row(row(0));
  file.close(RunEnd::budget);
  const TraceState state = inspect_trace(folder / "seed.csv");
  REQUIRE(state.head);
  CHECK(state.head->get("note") == std::string(20'000, 'x'));
  CHECK(state.complete);
}

TEST_CASE("A trace that is checked says its seed where its head is the expected one, else what its head is") {
  const TemporaryFolder folder;
  record(folder / "seed.csv", 3);
  std::string text;
  const CheckedTrace same = check_trace(folder / "seed.csv", HeadText(header("7").text()), text);
  CHECK(same.seed == 1);
  CHECK_FALSE(same.head);
  CHECK(same.complete);
  TraceHead expected = header();
  expected.info("note", "more");
  const CheckedTrace other = check_trace(folder / "seed.csv", HeadText(expected.text()), text);
  CHECK_FALSE(other.seed);
  REQUIRE(other.head);
  CHECK(other.head->entries() == header().entries());
  CHECK(other.complete);
}

TEST_CASE("A trace that is checked is refused where it is damaged, and is nothing where it has not begun") {
  const TemporaryFolder folder;
  const HeadText expected(header().text());
  std::string text;
  record(folder / "stopped.csv", 3, RunEnd::stopped);
  CHECK_FALSE(check_trace(folder / "stopped.csv", expected, text).complete);
  CHECK(check_trace(folder / "stopped.csv", expected, text).seed == 1);
  record(folder / "seed.csv", 3);
  const std::string good = read_file(folder / "seed.csv");
  write_file(folder / "short.csv", good.substr(0, 20));
  for (const char* const name : {"short.csv", "none.csv"}) {
    const CheckedTrace none = check_trace(folder / name, expected, text);
    CHECK((!none.seed && !none.head && !none.complete));
  }
  std::string bad = good;
  bad[bad.find("51")] = '6';
  write_file(folder / "seed.csv", bad);
  CHECK_THROWS_WITH(check_trace(folder / "seed.csv", expected, text), ContainsSubstring("is damaged"));
}

TEST_CASE("Traces with bytes changed at random are read or refused, never worse") {
  const TemporaryFolder folder;
  record(folder / "seed.csv", 6, RunEnd::stopped);
  const std::string good = read_file(folder / "seed.csv");
  Rng rng(1);
  int refused = 0;
  for (int i = 0; i < 2000; ++i) {
    std::string text = good;
    text[rng.below(static_cast<std::uint32_t>(text.size()))] = static_cast<char>(rng.below(256));
    write_file(folder / "seed.csv", text);
    try {
      TraceFile(folder / "seed.csv", header(), kFormat);
    } catch (const Error&) {
      ++refused;
    }
    if (text.back() == '\n') CHECK(read_file(folder / "seed.csv") == text);  // else the last line was cut off
  }
  CHECK(refused > 500);
}
