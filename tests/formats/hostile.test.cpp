#include <sys/resource.h>

#include <cstdlib>

#include "core/formats/pickle/machine.hpp"
#include "core/formats/pickle/split_pickle.hpp"
#include "core/formats/text_file.hpp"
#include "tests/catch.hpp"
#include "tests/formats/bytes.hpp"
#include "tests/formats/official_cells.hpp"

// Files that someone made to do harm: each is refused in one line, or means no more than it says.
namespace cellar {

namespace {

using namespace test::pickle;

std::string repeated(const std::string& text, std::size_t times) {
  std::string all;
  all.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

std::string put(std::uint32_t id) { return "r" + raw(id); }
std::string get(std::uint32_t id) { return "j" + raw(id); }

// What the machine says of a pickle; "" if it is read.
std::string complaint_of_machine(const std::string& bytes, std::size_t most_memory = std::size_t{1} << 29) {
  try {
    PickleMachine machine(test::bytes_of(bytes), "file", most_memory);
    machine.read();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

// Whole, in parts and as a cell: a line each, or nothing at all.
void check_harmless(const std::string& bytes) {
  const std::string said = complaint_of_machine(bytes);
  CAPTURE(said);
  CHECK(said.find('\n') == said.npos);
  CHECK(said.size() < 1000);
  const std::string of_cell = test::complaint(bytes);
  CHECK((of_cell.starts_with(" ") || of_cell.starts_with(":")));
}

// Of this process, which CTest starts for one test case.
void check_memory() {
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  CHECK(usage.ru_maxrss < 1'000'000);  // [KiB]
#endif
}

constexpr std::size_t kMany = 100'000;

}  // namespace

TEST_CASE("Values that contain each other a hundred thousand times are no more than long") {
  check_harmless(whole(repeated("]", kMany) + repeated("a", kMany - 1)));     // lists
  check_harmless(whole(")" + repeated("\x85", kMany)));                       // tuples
  check_harmless(whole(repeated("(", kMany) + "N" + repeated("t", kMany)));   // marks
  check_harmless(whole(repeated("}N", kMany) + "N" + repeated("s", kMany)));  // dicts
  check_harmless(whole(repeated("(", 2'000'000)));                            // marks without an end
  check_harmless(whole("N" + repeated("Q", kMany)));                          // persistent ids
  check_harmless(whole(repeated("ctorch\nSize\n", kMany) + ")" + repeated("\x85R", kMany)));
  check_harmless(whole("]" + put(0) + get(0) + "a"));  // itself
  check_memory();
}

TEST_CASE("Lists that are shared a thousand million times take no more than they say") {
  std::string laughs = "]" + put(0) + "0";
  for (std::uint32_t i = 1; i < 30; ++i) laughs += "](" + repeated(get(i - 1), 10) + "e" + put(i) + "0";
  check_harmless(whole(laughs + get(29)));
  check_harmless(whole(dict({{text("meta_archs"), laughs + get(29)}, {text("arch2infos"), get(29)}})));
  check_memory();
}

TEST_CASE("Values that a pickle piles up beyond all bounds are refused") {
  constexpr std::size_t kHuge = 2'000'000;
  constexpr std::size_t kMemory = std::size_t{1} << 24;
  for (const std::string& piled :
       {repeated("N", kHuge), "N" + repeated("2", kHuge), repeated("\x94", kHuge).insert(0, "N")}) {
    CHECK_THAT(complaint_of_machine(whole(piled), kMemory), ContainsSubstring("more memory than any official file"));
  }
  check_memory();
}

TEST_CASE("A number out of turn to put something aside under takes no more memory than others") {
  std::string pickle = "N";
  for (std::uint32_t i = 0; i < 100'000; ++i) pickle += put(0x8000'0000U + 7 * i);
  CHECK(complaint_of_machine(whole(pickle)).empty());
  CHECK_THAT(complaint_of_machine(whole(get(0xffff'ffff))), ContainsSubstring("nothing was put there"));
  check_memory();
}

TEST_CASE("A cell that names one thing a million times is refused") {
  const std::string shared = list({repeated(integer(1), 1000)}) + put(0) + "0";
  const std::string many_seeds = "}(" + repeated(text("pets") + get(0), 900) + "u";
  CHECK_THAT(test::complaint(whole(shared + test::cell(many_seeds, dict({})))), ContainsSubstring("seeds"));

  const std::string one_trial = test::trial() + put(0) + "0";
  std::string results = "}(";
  for (int i = 0; i < 50'000; ++i) results += tuple({text("pets"), integer(i)}) + get(0);
  CHECK_THAT(test::complaint(whole(one_trial + test::cell(dict({}), results + "u"))), ContainsSubstring("trials"));

  const std::string long_list = list({repeated("K\x01", 1'000'000)});
  const std::string slow = dict({{tuple({text("pets"), integer(777)}), test::trial(long_list)}});
  CHECK_THAT(test::complaint(whole(test::cell(dict({}), slow))), ContainsSubstring("latencies"));
  check_memory();
}

TEST_CASE("A table that lists one long spelling a million times is refused") {
  const std::string shared = text(std::string(1'000'000, 'x')) + put(0) + "0";
  const std::string table = dict({{text("meta_archs"), list({repeated(get(0), 400'000)})},
                                  {text("arch2infos"), dict({{integer(0), test::cell()}})},
                                  {text("evaluated_indexes"), list({})}});
  CHECK_THAT(test::complaint(whole(shared + table)), ContainsSubstring("characters of a cell"));
  check_memory();
}

TEST_CASE("Skipping over a pickle whose last text is cut off takes no longer than what is before it") {
  const std::string start = "\x80\x02}(" + text("arch2infos") + "}(K\x01((";
  check_harmless(start + repeated("K\x01", 4'000'000) + "X" + raw(std::uint32_t{1000}) + repeated("x", 100));
  check_harmless(start + repeated("K\x01", 4'000'000) + "\x8c\xff" + repeated("x", 100));
}

TEST_CASE("A size beyond the end of the file is refused, whatever it is of") {
  const std::string huge = raw(std::uint64_t{0xffff'ffff'ffff'fff0});
  const std::string most = raw(std::uint32_t{0xffff'fffe});
  for (const std::string& instruction :
       {"X" + most, "T" + most, "B" + most, "\x8b" + most, "\x8d" + huge, "\x8e" + huge, "\x96" + huge, "\x95" + huge,
        std::string("\x8c\xff"), std::string("U\xff")}) {
    const std::string said = complaint_of_machine("\x80\x04" + instruction);
    CAPTURE(instruction[0], said);
    CHECK(said.starts_with("file is damaged at byte"));
    check_harmless("\x80\x04" + instruction);
  }
  check_memory();
}

TEST_CASE("Names of functions that could do harm are refused, however they are spelled, and nothing is run") {
  const test::TemporaryFolder folder;
  const std::string command = text("touch '" + (folder / "harm").string() + "'");
  const std::pair<std::string, std::string> names[] = {
      {"os", "system"},     {"posix", "system"},     {"builtins", "eval"},
      {"builtins", "exec"}, {"__builtin__", "eval"}, {"subprocess", "Popen"},
      {"nt", "system"},     {"builtins", "getattr"}, {"builtins", "__import__"},
      {"torch", "load"},    {"numpy", "load"},       {"torch.storage", "_load_from_bytes.x"}};
  for (const auto& [module, name] : names) {
    const std::string global = "c" + module + "\n" + name + "\n";
    const std::string stack_global = text(module) + text(name) + "\x93";
    const std::string arguments = tuple({command});
    for (const std::string& pickle :
         {global, global + arguments + "R", global + arguments + "\x81", stack_global, stack_global + arguments + "R",
          stack_global + arguments + "\x81", global + ")R" + dict({{text("state"), command}}) + "b"}) {
      const std::string said = complaint_of_machine(whole(pickle));
      CAPTURE(pickle, said);
      CHECK_THAT(said, ContainsSubstring("'" + module + " " + name + "'"));
      CHECK_THAT(said, ContainsSubstring("nothing was run"));
      check_harmless(whole(pickle));
    }
  }
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("What calls without a name is no instruction here") {
  for (const char* calls : {"(ios\nsystem\n", "(cos\nsystem\no", "Pid\n.", "\x82\x01", "\x92", "\x97", "\x98"}) {
    CHECK_FALSE(complaint_of_machine(whole(calls)).empty());
  }
  CHECK_THAT(complaint_of_machine(whole(text("os system") + ")R")), ContainsSubstring("cannot be called"));
  CHECK_THAT(complaint_of_machine(whole(text("x") + text("y") + "b")), ContainsSubstring("given a state"));
  CHECK_THAT(complaint_of_machine(whole("NN\x93")), ContainsSubstring("should stand"));
}

TEST_CASE("What a message quotes of a file is short and of one line") {
  const std::string nasty = std::string(100'000, 'x') + "\n\x1b[2J";
  const std::string dtype = "cnumpy\ndtype\n" + tuple({text(nasty)}) + "R";
  check_harmless(whole("cnumpy.core.multiarray\nscalar\n" + tuple({dtype, bytes("12345678")}) + "R"));
  check_harmless(whole(text(nasty) + text(nasty) + "\x93"));
  check_harmless(whole(test::cell(dict({{text(nasty), list({integer(1)})}}), dict({}))));
  check_harmless(
      whole(test::cell(dict({}), dict({{tuple({text("pets"), integer(1)}), dict({{text("name"), text(nasty)}})}}))));
}

TEST_CASE("A megabyte that decompresses to gigabytes is refused") {
  const test::TemporaryFolder folder;
  const auto make = [&](const std::string& megabytes, const std::string& command, const std::string& name) {
    return std::system(
        ("head -c " + megabytes + "000000 /dev/zero | " + command + " >'" + (folder / name).string() + "'").c_str());
  };
  REQUIRE(make("270", "gzip -1", "bomb.csv") == 0);
  CHECK_THROWS_WITH(read_text(folder / "bomb.csv"), ContainsSubstring("more than 256 MiB"));
  REQUIRE(make("66", "bzip2 -1", "000000.pickle.pbz2") == 0);
  CHECK_FALSE(test::complaint(folder / "000000.pickle.pbz2").empty());
  REQUIRE(make("270", "bzip2 -1", "000001.pickle.pbz2") == 0);
  CHECK_THAT(test::complaint(folder / "000001.pickle.pbz2"),
             ContainsSubstring("holds more than 100 times its own size"));
  check_memory();
}

}  // namespace cellar
