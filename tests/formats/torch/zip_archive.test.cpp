#include "core/formats/torch/zip_archive.hpp"

#include <zlib.h>

#include <functional>

#include "core/errors.hpp"
#include "core/table/mapped_file.hpp"
#include "tests/catch.hpp"
#include "tests/folder.hpp"
#include "tests/formats/bytes.hpp"
#include "tests/formats/torch/pickles.hpp"

namespace cellar {

namespace {

using test::pickle::raw;

struct File {
  std::string name, data;
  std::uint16_t flags = 0, method = 0;
  bool wide = false;  // 64-bit fields
  std::uint32_t flip_checksum = 0;
  std::string own_name{};  // in its local header, where that differs
};

std::string short_fields(std::initializer_list<std::size_t> values) {
  std::string text;
  for (const std::size_t value : values) text += raw(static_cast<std::uint16_t>(value));
  return text;
}

std::string int_fields(std::initializer_list<std::size_t> values) {
  std::string text;
  for (const std::size_t value : values) text += raw(static_cast<std::uint32_t>(value));
  return text;
}

std::string wide_fields(std::initializer_list<std::uint64_t> values) {
  std::string text;
  for (const std::uint64_t value : values) text += raw(value);
  return text;
}

constexpr std::size_t kWide = 0xffffffff;

struct Archive {
  std::string bytes;
  std::size_t directory = 0;
  std::string entries;
  std::size_t count = 0;

  void add(const File& file) {
    const auto crc =
        crc32(0, reinterpret_cast<const Bytef*>(file.data.data()), static_cast<unsigned>(file.data.size()));
    const std::size_t size = file.data.size();
    const std::size_t at = bytes.size();
    const std::string extra =
        file.wide ? short_fields({9, 1}) + "x" + short_fields({1, 24}) + wide_fields({size, size, at}) : "";
    const std::string& own = file.own_name.empty() ? file.name : file.own_name;
    bytes += "PK\x03\x04" + short_fields({20, file.flags, file.method, 0, 0}) + int_fields({0, 0, 0});
    bytes += short_fields({own.size(), 3}) + own + "pad" + file.data;
    entries +=
        "PK\x01\x02" + short_fields({20, 20, file.flags, file.method, 0, 0}) + int_fields({crc ^ file.flip_checksum});
    entries += file.wide ? int_fields({kWide, kWide}) : int_fields({size, size});
    entries += short_fields({file.name.size(), extra.size(), 2, 0, 0}) + int_fields({0, file.wide ? kWide : at});
    entries += file.name + extra + "hi";
    ++count;
  }

  // With 64-bit records where `wide`.
  std::string finish(bool wide = false, const std::string& comment = "") {
    directory = bytes.size();
    std::string whole = bytes + entries;
    const std::size_t end = whole.size();
    if (wide) {
      whole += "PK\x06\x06" + wide_fields({44}) + short_fields({20, 20}) + int_fields({0, 0});
      whole += wide_fields({count, count, entries.size(), directory});
      whole += "PK\x06\x07" + int_fields({0}) + wide_fields({end}) + int_fields({1});
    }
    whole += "PK\x05\x06" + short_fields({0, 0, wide ? 0xffff : count, wide ? 0xffff : count});
    whole += wide ? int_fields({kWide, kWide}) : int_fields({entries.size(), directory});
    return whole + short_fields({comment.size()}) + comment;
  }
};

std::string archive_of(const std::vector<File>& files, bool wide = false, const std::string& comment = "") {
  Archive archive;
  for (const File& file : files) archive.add(file);
  return archive.finish(wide, comment);
}

// What is wrong when all files of an archive are read; "" if nothing.
std::string refusal(const std::string& bytes) {
  try {
    const ZipArchive archive(test::bytes_of(bytes), "a.zip");
    for (const ZipEntry& entry : archive.entries()) archive.read(entry);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

const File kOne{"a/one", "first"};
const File kTwo{"a/two", "second"};

std::string with(std::string bytes, const std::string& part, const std::string& other) {
  return bytes.replace(bytes.rfind(part), part.size(), other);
}

}  // namespace

TEST_CASE("A zip archive's files are found by name, with 64-bit fields and without, before a comment and without") {
  for (const bool wide : {false, true}) {
    for (const std::string comment : {"", "PK\x05\x06 is no end here"}) {
      File two = kTwo;
      two.wide = wide;
      const std::string bytes = archive_of({kOne, two, {"empty", ""}}, wide, comment);
      const ZipArchive archive(test::bytes_of(bytes), "a.zip");
      CHECK(archive.entries().size() == 3);
      CHECK(test::text_of(archive.read(*archive.find("a/one"))) == "first");
      CHECK(test::text_of(archive.read(*archive.find("a/two"))) == "second");
      CHECK(archive.read(*archive.find("empty")).empty());
      CHECK(archive.find("a") == nullptr);
    }
  }
  CHECK(refusal(archive_of({})).empty());
}

TEST_CASE(
    "A file of a mapped zip archive that is checked part by part is the same, and its damage is noticed in any part") {
  std::string data(40'000'000, '\0');
  for (std::size_t i = 0; i < data.size(); i += 1000) data[i] = static_cast<char>(i / 1000);
  const std::string bytes = archive_of({{"big", data}, kOne});
  const test::TemporaryFolder folder;
  const auto read = [&](const std::string& archive_bytes) {
    test::write_file(folder / "a.zip", archive_bytes);
    const MappedFile mapped(folder / "a.zip");
    const ZipArchive archive(mapped.bytes(), "a.zip", true);
    CHECK(test::text_of(archive.read(*archive.find("a/one"))) == "first");
    return test::text_of(archive.read(*archive.find("big"))) == data;
  };
  CHECK(read(bytes));
  for (const std::size_t at : {std::size_t{100}, std::size_t{17'000'001}, data.size()}) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    CHECK_THROWS_WITH(read(damaged), ContainsSubstring("the checksum of 'big' does not agree"));
  }
}

TEST_CASE("A zip archive's file is refused if it is compressed, encrypted, damaged, or another by its own header") {
  CHECK_THAT(refusal(archive_of({{"x", "data", 0, 8}})),
             ContainsSubstring("'x' of the zip archive is compressed, which torch never does"));
  CHECK_THAT(refusal(archive_of({{"x", "data", 1, 0}})), ContainsSubstring("'x' of the zip archive is encrypted"));
  CHECK_THAT(refusal(archive_of({{"x", "data", 0, 0, false, 1}})),
             ContainsSubstring("the checksum of 'x' does not agree with its bytes"));
  CHECK_THAT(refusal(archive_of({{"x", "data", 0, 0, false, 0, "y"}})),
             ContainsSubstring("'x' of the zip archive is 'y' by its own header"));
  CHECK_THAT(refusal(archive_of({kOne, kOne})), ContainsSubstring("the zip archive has 'a/one' twice"));
  CHECK_THAT(refusal(with(archive_of({{"x\n\x1b", "data", 1}}), "", "")), ContainsSubstring("'x\\x0a\\x1b'"));
}

TEST_CASE("Zip entries that overlap are refused, so nothing unfolds to more than the file") {
  const std::string two = archive_of({kOne, kTwo});
  const std::string second_place = int_fields({30 + 5 + 3 + 5}) + "a/two";
  CHECK(refusal(two).empty());
  CHECK_THAT(refusal(with(two, second_place, int_fields({0}) + "a/two")),
             ContainsSubstring("reaches into what follows it"));
  CHECK_THAT(refusal(with(two, second_place, int_fields({10}) + "a/two")),
             ContainsSubstring("reaches into what follows it"));
  CHECK_THAT(refusal(with(two, int_fields({5, 5}) + short_fields({5, 0}), int_fields({60, 60}) + short_fields({5, 0}))),
             ContainsSubstring("'a/one' reaches into what follows it"));
}

TEST_CASE("Zip entries and directories outside of the file are refused") {
  const std::string two = archive_of({kOne, kTwo});
  CHECK_THAT(refusal(with(two, int_fields({6, 6}), int_fields({0xfffffff0, 0xfffffff0}))),
             ContainsSubstring("reaches into what follows it"));
  CHECK_THAT(refusal(with(two, int_fields({43}) + "a/two", int_fields({0xfffffff0}) + "a/two")),
             ContainsSubstring("a.zip is damaged at byte"));
  CHECK_THAT(refusal(with(two, int_fields({6, 6}), int_fields({kWide, kWide}))),
             ContainsSubstring("reaches into what follows it"));
  Archive far;
  far.add(kOne);
  const std::string end = far.finish().substr(far.directory + far.entries.size());
  const auto ended = [&](const std::string& record) { return refusal(far.bytes + far.entries + record); };
  CHECK(ended(end).empty());
  CHECK_THAT(ended(with(end, int_fields({far.directory}), int_fields({0xfffffffe}))),
             ContainsSubstring("lies outside of the file"));
  CHECK_THAT(ended(with(end, short_fields({1, 1}), short_fields({0xfffe, 0xfffe}))),
             ContainsSubstring("has no room for its 65534 entries"));
  CHECK_THAT(ended(with(end, short_fields({1, 1}), short_fields({0, 0}))),
             ContainsSubstring("goes on behind its last entry"));
  CHECK_THAT(ended(with(end, short_fields({0, 0, 1}), short_fields({1, 0, 1}))), ContainsSubstring("several volumes"));
}

TEST_CASE("Hostile 64-bit fields of a zip archive are refused") {
  File wide = kOne;
  wide.wide = true;
  const std::string bytes = archive_of({wide}, true);
  const std::string sizes = wide_fields({5, 5, 0});
  constexpr std::uint64_t kMost = ~std::uint64_t{0};
  CHECK(refusal(bytes).empty());
  CHECK_THAT(refusal(with(bytes, sizes, wide_fields({kMost, kMost, 0}))),
             ContainsSubstring("reaches into what follows it"));
  CHECK_THAT(refusal(with(bytes, sizes, wide_fields({5, 5, kMost}))),
             ContainsSubstring("reaches into what follows it"));
  CHECK_THAT(refusal(with(bytes, short_fields({1, 24}), short_fields({1, 16}))), ContainsSubstring("a.zip is damaged"));
  CHECK_THAT(refusal(with(bytes, short_fields({1, 24}), short_fields({1, 30}))),
             ContainsSubstring("longer than the entry"));
  CHECK_THAT(refusal(with(bytes, wide_fields({1, 1}), wide_fields({1, kMost}))),
             ContainsSubstring("no room for its 18446744073709551615 entries"));
  CHECK_THAT(refusal(with(bytes, "PK\x06\x06", "PK\x06\x05")),
             ContainsSubstring("64-bit record is not where it should be"));
}

TEST_CASE("A zip archive that was cut anywhere, or has any bit flipped, is refused or read, and nothing worse") {
  File wide = kTwo;
  wide.wide = true;
  for (const std::string& bytes : {archive_of({kOne, kTwo}), archive_of({kOne, wide}, true, "comment")}) {
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      CAPTURE(size);
      CHECK(refusal(bytes.substr(0, size))
                .starts_with("a.zip is cut off or damaged: a zip archive ends with its directory"));
    }
    for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
      std::string damaged = bytes;
      damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
      const std::string message = refusal(damaged);
      CAPTURE(bit, message);
      CHECK((message.empty() || message.starts_with("a.zip is ")));
    }
  }
}

}  // namespace cellar
