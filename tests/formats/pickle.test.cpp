#include <string>

#include "core/errors.hpp"
#include "core/formats/pickle/machine.hpp"
#include "core/formats/pickle/split_pickle.hpp"
#include "core/table/mapped_file.hpp"
#include "tests/catch.hpp"
#include "tests/reference.hpp"

using std::string_literals::operator""s;

namespace cellar {

namespace {

std::span<const std::byte> bytes_of(const std::string& text) { return std::as_bytes(std::span(text)); }

std::string complaint(const std::string& pickle, std::size_t most_memory = std::size_t{1} << 24) {
  try {
    PickleMachine(bytes_of(pickle), "p", most_memory).read();
    return {};
  } catch (const Error& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("Instructions of protocol 2 make the values that Python pickled") {
  // pickle.dumps({'a': [1, -2, 300, 2.5, None, True], 'b': (1, 'é')}, 2)
  const std::string pickle =
      "\x80\x02}q\0(X\1\0\0\0aq\1]q\2(K\1J\xfe\xff\xff\xffM\x2c\1G\x40\x04\0\0\0\0\0\0N\x88"
      "eX\1\0\0\0bq\3K\1X\2\0\0\0\xc3\xa9q\4\x86q\5u."s;
  PickleMachine machine(bytes_of(pickle), "p");
  const PickleValue dict = machine.read();
  REQUIRE(machine.end() == pickle.size());
  const auto list = dict.at("a").items();
  REQUIRE(list.size() == 6);
  CHECK(list[0].integer() == 1);
  CHECK(list[1].integer() == -2);
  CHECK(list[2].integer() == 300);
  CHECK(list[3].number() == 2.5);
  CHECK(list[4].is_none());
  CHECK(list[5].boolean());
  CHECK(dict.at("b").items()[1].text() == "é");
}

TEST_CASE("Protocol 4 puts values aside without numbers, and fetches them by number") {
  // pickle.dumps(['x', 'x'], 4) with one object twice
  const std::string pickle = "\x80\x04\x95\x0b\0\0\0\0\0\0\0]\x94(\x8c\1x\x94h\1e."s;
  PickleMachine machine(bytes_of(pickle), "p");
  const auto items = machine.read().items();
  REQUIRE(items.size() == 2);
  CHECK(items[0].text() == "x");
  CHECK(items[1].text() == "x");
}

TEST_CASE("numpy's scalars are numbers, in the spelling of protocol 2, too") {
  // numpy.float64(0.129306), protocol 2: the bytes are a text of code points below 256
  const std::string pickle =
      "\x80\x02"
      "cnumpy.core.multiarray\nscalar\nq\0cnumpy\ndtype\nq\1X\2\0\0\0f8q\2K\0K\1\x87q\3Rq\4(K\3X\1\0\0\0<q\5NNN"
      "J\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tq\6b"
      "c_codecs\nencode\nq\7X\x0b\0\0\0\0\0\0\0\0\0\x04\xc3\x80\0\0q\x08X\6\0\0\0latin1q\x09\x86q\nRq\x0b\x86q\x0cR."s;
  const std::string said = complaint(pickle);
  CHECK_THAT(said, ContainsSubstring("10 bytes stand where a number of 8 should"));  // one digit too many, and no crash
  const std::string eight =
      "\x80\x02"
      "cnumpy.core.multiarray\nscalar\nq\0cnumpy\ndtype\nq\1X\2\0\0\0f8q\2K\0K\1\x87q\3R"
      "c_codecs\nencode\nq\7X\x09\0\0\0\0\0\0\0\0\0\x04\xc3\x80X\6\0\0\0latin1\x86R\x86R."s;
  CHECK(PickleMachine(bytes_of(eight), "p").read().number() == -2.5);
}

TEST_CASE("A name that no official file has is refused by name, and nothing is run") {
  CHECK_THAT(complaint("\x80\x02"
                       "cos\nsystem\nX\2\0\0\0lsR."s),
             ContainsSubstring("names 'os system'") && ContainsSubstring("nothing was run"));
  CHECK_THAT(complaint("\x80\x04\x8c\x08"
                       "builtins\x8c\4eval\x93."s),
             ContainsSubstring("names 'builtins eval'"));
}

TEST_CASE("What is announced and not there, and what does not end, is one line") {
  CHECK_THAT(complaint("\x80\x02X\xff\xff\xff\xff"
                       "ab."s),
             ContainsSubstring("4294967295 bytes is announced where 3 are left"));
  CHECK_THAT(complaint("\x80\x02K\1"s), ContainsSubstring("cut off"));
  CHECK_THAT(complaint("\x80\x02h\7."s), ContainsSubstring("memo 7"));
  CHECK_THAT(complaint("\x80\x02]K\1s."s), ContainsSubstring("nothing on the stack"));
  CHECK_THAT(complaint("\x80\x02u."s), ContainsSubstring("no mark"));
  CHECK_THAT(complaint("\x80\x06N."s), ContainsSubstring("protocol 6"));
}

TEST_CASE("Memory beyond the limit is an error, whatever makes it") {
  std::string nested = "\x80\x02"s;
  for (int i = 0; i < 200'000; ++i) nested += "]";
  CHECK_THAT(complaint(nested, std::size_t{1} << 20), ContainsSubstring("more memory") || ContainsSubstring("cut off"));
  std::string doubling = "\x80\x02]q\0(K\1K\1e"s;
  for (int i = 0; i < 40; ++i) doubling += "(h\0h\0h\0h\0h\0h\0h\0h\0lq\0"s;
  CHECK(complaint(doubling + "N.").size() > 0);
}

TEST_CASE("A big pickle read entry by entry holds what it holds as a whole") {
  const auto file = test::reference("data/formats/NAS-Bench-201-v1_1-096897.pth");
  if (file.empty()) return;
  const MappedFile mapped(file);
  PickleMachine machine(mapped.bytes(), "v1.1");
  machine.read(15);
  machine.read(machine.end());
  const std::size_t from = machine.end();
  const PickleValue whole = machine.read(from);
  const auto split = SplitPickle::open(mapped.bytes(), from, "arch2infos", "v1.1");
  REQUIRE(split);
  REQUIRE(split->end() == machine.end());
  REQUIRE(split->entries() == whole.at("arch2infos").size());
  CHECK(split->rest().at("meta_archs").size() == whole.at("meta_archs").size());
  CHECK(split->rest().at("evaluated_indexes").size() == whole.at("evaluated_indexes").size());
  SplitPickle::Reader reader(*split);
  for (std::size_t i = split->entries(); i-- > 0;) {  // in any order
    const auto [key, value] = reader.read(i);
    REQUIRE(key.integer() == whole.at("arch2infos").key(i).integer());
    const PickleValue& expected = whole.at("arch2infos").value(i).at("full").at("all_results");
    const PickleValue& found = value.at("full").at("all_results");
    REQUIRE(found.size() == expected.size());
    for (std::size_t trial = 0; trial < found.size(); ++trial) {
      const PickleValue& a = found.value(trial).at("eval_acc1es");
      const PickleValue& b = expected.value(trial).at("eval_acc1es");
      REQUIRE(a.size() == b.size());
      for (std::size_t j = 0; j < a.size(); ++j) {
        REQUIRE(a.key(j).text() == b.key(j).text());
        REQUIRE(a.value(j).number() == b.value(j).number());
      }
    }
  }
}

}  // namespace cellar
