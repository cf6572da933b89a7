#include "core/formats/bz2.hpp"

#include <bzlib.h>

#include <array>
#include <cstdint>
#include <string>

#include "core/errors.hpp"
#include "core/random.hpp"
#include "tests/catch.hpp"
#include "tests/folder.hpp"
#include "tests/formats/bytes.hpp"
#include "tests/reference.hpp"

namespace cellar {

namespace {

std::string bzipped(const std::string& text, int level = 1) {
  std::string compressed(text.size() + text.size() / 50 + 700, '\0');
  auto size = static_cast<unsigned>(compressed.size());
  std::string copy = text;
  REQUIRE(BZ2_bzBuffToBuffCompress(compressed.data(), &size, copy.data(), static_cast<unsigned>(copy.size()), level, 0,
                                   0) == BZ_OK);
  return compressed.substr(0, size);
}

// What a reader delivered, and its error.
struct Outcome {
  std::string text;
  std::string error;
  bool operator==(const Outcome&) const = default;
};

Outcome outcome(const std::string& compressed, int threads) {
  Outcome result;
  const auto sink = [&](std::span<const std::byte> piece) { result.text += test::text_of(piece); };
  try {
    bunzip2(test::bytes_of(compressed), "a.bz2", sink, threads);
  } catch (const Error& error) {
    result.error = error.what();
  }
  return result;
}

std::string random_text(std::size_t size, Rng& rng) {
  std::string text;
  while (text.size() < size) {
    const auto c = static_cast<char>(rng.below(256));
    text.append(rng.below(8) == 0 ? rng.below(600) : 1, c);  // runs, which bz2 codes apart
  }
  return text;
}

std::string numbers_up_to(int end) {
  std::string text;
  for (int i = 0; i < end; ++i) text += std::to_string(i) + '\n';
  return text;
}

}  // namespace

TEST_CASE("A bz2 file of any size, level and number of streams is read as it was, by any number of threads") {
  Rng rng(5);
  for (const std::size_t size : {0, 1, 2, 1000, 99'981, 100'000, 250'000, 2'000'000}) {
    for (const int level : {1, 9}) {
      const std::string text = random_text(size, rng);
      const std::string file = bzipped(text, level) + bzipped(numbers_up_to(level * 5000), 1) + bzipped("", 3);
      CAPTURE(size, level);
      for (const int threads : {1, 2, 3})
        CHECK(outcome(file, threads) == Outcome{text + numbers_up_to(level * 5000), ""});
    }
  }
}

TEST_CASE("A bz2 block that unfolds to fifty times its size is read by threads as by one") {
  const std::string text(60'000'000, 'x');
  CHECK(outcome(bzipped(text, 9), 2) == Outcome{text, ""});
}

TEST_CASE("A block's magic inside of a block misleads no thread") {
  // The bytes that occur in a block are listed at its head, 16 bits for 16 neighbours: these spell 0x314159265359.
  std::string alphabet;
  const std::array<unsigned, 3> words = {0x3141, 0x5926, 0x5359};
  for (unsigned range = 0; range < 3; ++range) {
    for (unsigned bit = 0; bit < 16; ++bit) {
      if (words[range] >> (15 - bit) & 1U) alphabet += static_cast<char>(16 * range + bit);
    }
  }
  Rng rng(6);
  std::string text;
  while (text.size() < 250'000) text += alphabet[rng.below(static_cast<std::uint32_t>(alphabet.size()))];
  const std::string file = bzipped(numbers_up_to(40'000)) + bzipped(text) + bzipped("end");
  CHECK(outcome(file, 2) == Outcome{numbers_up_to(40'000) + text + "end", ""});
}

TEST_CASE("A bz2 file that was cut anywhere is refused, by threads as by one") {
  const std::string text = numbers_up_to(60);
  const std::string whole = bzipped(text);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const Outcome serial = outcome(whole.substr(0, size), 1);
    CAPTURE(size, serial.error);
    CHECK(serial.error.starts_with("a.bz2 is "));
    CHECK(outcome(whole.substr(0, size), 2) == serial);
    const Outcome second = outcome(whole + whole.substr(0, size), 2);
    CHECK(second.text.starts_with(text));
    CHECK(second.error.empty() == (size == 0));
  }
  CHECK(outcome(whole.substr(0, 40), 1).error == "a.bz2 is cut off: its bz2 stream goes on after byte 40");
}

TEST_CASE("A bz2 file with a flipped bit is refused, by threads as by one") {
  const std::string text = numbers_up_to(60);
  const std::string whole = bzipped(text);
  std::size_t accepted = 0;
  for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
    std::string damaged = whole;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
    const Outcome serial = outcome(damaged, 1);
    CAPTURE(bit, serial.error);
    CHECK(outcome(damaged, 2) == serial);
    if (serial.error.empty()) {  // the level, or the filling of the last byte
      ++accepted;
      CHECK(serial.text == text);
    }
  }
  CHECK(accepted < 16);
}

TEST_CASE("A damaged block of a big bz2 file ends it where it stands, by threads as by one") {
  Rng rng(7);
  const std::string text = random_text(1'500'000, rng);
  std::string file = bzipped(text) + bzipped(text);
  for (const std::size_t byte : {file.size() / 3, file.size() / 2 - 3, file.size() * 4 / 5, file.size() - 2}) {
    std::string damaged = file;
    damaged[byte] = static_cast<char>(damaged[byte] ^ 4);
    const Outcome serial = outcome(damaged, 1);
    CHECK(serial.error.starts_with("a.bz2 is damaged: its bz2 data is wrong near byte "));
    CHECK(outcome(damaged, 2) == serial);
  }
}

TEST_CASE("A bz2 file that is followed by something else, or is none, is refused") {
  CHECK(outcome(bzipped("x") + "y", 2).error == outcome(bzipped("x") + "y", 1).error);
  CHECK(outcome("x", 1).error == "a.bz2 is no bz2 file: it does not begin with BZh");
  CHECK(outcome("", 2).error == "a.bz2 is empty: a bz2 file was expected");
  CHECK_THAT(outcome(bzipped("x") + "y", 1).error, ContainsSubstring("a bz2 stream ended, and no other follows"));
}

TEST_CASE("A bz2 file that holds more than allowed is refused before it is held") {
  const std::string file = bzipped(std::string(1'000'000, 'x'));
  CHECK(bunzip2(test::bytes_of(file), "a.bz2", 1'000'000).size() == 1'000'000);
  CHECK_THROWS_WITH(bunzip2(test::bytes_of(file), "a.bz2", 999'999),
                    "a.bz2 holds more than the 999999 bytes that can be");
}

TEST_CASE("What a sink throws while bz2 blocks are read by threads reaches the caller") {
  Rng rng(8);
  const std::string file = bzipped(random_text(1'000'000, rng));
  const auto full = [](std::span<const std::byte>) { throw Error("the disk is full"); };
  CHECK_THROWS_WITH(bunzip2(test::bytes_of(file), "a.bz2", full, 2), "the disk is full");
}

TEST_CASE("The damaged bz2 files of the reference are refused") {
  for (const std::string name : {"nats_half.pickle.pbz2", "nats_flip.pickle.pbz2"}) {
    const auto path = test::reference("data/formats/bad/" + name);
    if (path.empty()) return;
    const Outcome serial = outcome(test::read_file(path), 1);
    CHECK(serial.error.starts_with(name.find("half") != name.npos ? "a.bz2 is cut off" : "a.bz2 is damaged"));
    CHECK(outcome(test::read_file(path), 2) == serial);
  }
}

}  // namespace cellar
