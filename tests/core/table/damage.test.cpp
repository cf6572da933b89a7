#include "core/errors.hpp"
#include "core/random.hpp"
#include "core/table/directory.hpp"
#include "core/table/header.hpp"
#include "tests/catch.hpp"
#include "tests/core/table/sample_table.hpp"

namespace cellar {

namespace {

// "" if every byte is in order, else what the Error says.
std::string complaint(const std::string& bytes) {
  try {
    const Table table = test::table_over(bytes);
    for (const ColumnInfo& column : table.columns()) table.find(column.name);
    table.architecture(table.size() - 1);
    table.verify();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != text.npos);
  return text.replace(at, from.size(), to);
}

std::string directory_of(const std::string& bytes) {
  const auto span = std::as_bytes(std::span(bytes));
  return std::string(decode_head(span, "sample").directory);
}

// Where it begins.
std::size_t columns_end(const std::string& bytes) { return bytes.size() - directory_of(bytes).size(); }

// The sample with another directory, its checksum put right.
std::string with_directory(const std::string& bytes, const std::string& directory) {
  const std::size_t at = columns_end(bytes);
  return encode_header(directory, at) + bytes.substr(kHeaderBytes, at - kHeaderBytes) + directory;
}

}  // namespace

TEST_CASE("A whole table has no complaint") { CHECK(complaint(test::bytes_of(test::sample())).empty()); }

TEST_CASE("Every flipped bit of a table is noticed, in one line") {
  const std::string bytes = test::bytes_of(test::sample());
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string damaged = bytes;
      damaged[at] = static_cast<char>(damaged[at] ^ (1 << bit));
      const std::string said = complaint(damaged);
      CAPTURE(at, bit, said);
      REQUIRE_FALSE(said.empty());
      REQUIRE(said.find('\n') == said.npos);
    }
  }
}

TEST_CASE("A table cut at any length is refused when it is opened") {
  const std::string bytes = test::bytes_of(test::sample());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    CAPTURE(size);
    REQUIRE_THROWS_AS(test::table_over(bytes.substr(0, size)), Error);
  }
  CHECK_THROWS_WITH(test::table_over(bytes + '\0'), ContainsSubstring("its header says"));
}

TEST_CASE("Damage names the column and what to do") {
  std::string bytes = test::bytes_of(test::sample());
  const auto offset = test::sample_table()->find("pets.params")->info().offset;
  bytes[offset] = static_cast<char>(bytes[offset] ^ 1);
  const Table table = test::table_over(bytes);
  CHECK(table.find("pets.test@8/8"));
  CHECK_THROWS_WITH(table.find("pets.params"),
                    "table 'sample' is damaged: the checksum of column 'pets.params' does "
                    "not fit; import it again");
  CHECK_THROWS_WITH(table.verify(), ContainsSubstring("'pets.params'"));
}

TEST_CASE("A table of a newer cellar is refused as such, and another file as no table") {
  std::string bytes = test::bytes_of(test::sample());
  bytes[8] = 4;
  CHECK_THROWS_WITH(test::table_over(bytes), ContainsSubstring("written by a newer cellar (table format 4"));
  bytes[8] = 2;
  CHECK_THROWS_WITH(test::table_over(bytes), ContainsSubstring("an earlier cellar (table format 2, this one reads 3)"));
  bytes[8] = 0;
  CHECK_THROWS_WITH(test::table_over(bytes), ContainsSubstring("damaged"));
  CHECK_THROWS_WITH(test::table_over("index,arch\n0,x\n"), ContainsSubstring("is not a cellar table"));
  CHECK_THROWS_WITH(test::table_over(""), ContainsSubstring("is not a cellar table"));
}

TEST_CASE("A directory with one thing wrong and a right checksum is refused") {
  const std::string bytes = test::bytes_of(test::sample());
  const std::string directory = directory_of(bytes);
  REQUIRE(complaint(with_directory(bytes, directory)).empty());
  const std::pair<const char*, const char*> changes[] = {{"space\t", "spade\t"},
                                                         {"architectures\t6", "architectures\t7"},
                                                         {"architectures\t6", "architectures\t0"},
                                                         {"provenance\t", "provenancE\t"},
                                                         {"column\t", "Column\t"},
                                                         {"\tS3\t", "\tS4\t"},
                                                         {"\tS3\t", "\tS0\t"},
                                                         {"\t<f8\t", "\t<f4\t"},
                                                         {"\t48\t", "\t49\t"},
                                                         {"pets.params", "pets.test@8/8"},
                                                         {"cars.valid@4/4", "cars.valid@3/4"},
                                                         {"@1-3/4", "@1-2/4"},
                                                         {"pets.params", "pets\\nparams"},
                                                         {"\t1\t3\t", "\t1\t2\t"},
                                                         {"\t1\t3\t", "\t2\t3\t"},
                                                         {"\t144\t", "\t-44\t"},
                                                         {"\tmax\t", "\tmaximal\t"},
                                                         {"\t0\t100\t", "\t0\thundred\t"},
                                                         {"\tone training seed\t", "\tseeds\t"},
                                                         {"of seed 7\n", "of seed 7"}};
  for (const auto& [from, to] : changes) {
    CAPTURE(from, to);
    CHECK_FALSE(complaint(with_directory(bytes, replaced(directory, from, to))).empty());
  }
}

TEST_CASE("A column that lies elsewhere, or is larger than the file, is refused") {
  const std::string bytes = test::bytes_of(test::sample());
  const Directory good = parse_directory(directory_of(bytes), kHeaderBytes, columns_end(bytes), "sample");
  const auto complains = [&](auto change) {
    Directory directory = good;
    change(directory);
    return complaint(with_directory(bytes, format_directory(directory)));
  };
  REQUIRE(complains([](Directory&) {}).empty());
  CHECK_THAT(complains([](Directory& d) { d.columns[2].offset = d.columns[1].offset; }), ContainsSubstring("must"));
  CHECK_THAT(complains([](Directory& d) { d.columns[2].offset = ~std::uint64_t{0} - 63; }), ContainsSubstring("must"));
  CHECK_THAT(complains([](Directory& d) { d.columns[2].width = 2; }), ContainsSubstring("bytes for 6 architectures"));
  CHECK_THAT(complains([](Directory& d) { d.columns[7].bytes = ~std::uint64_t{0}; }), ContainsSubstring("bytes for"));
  CHECK_THAT(complains([](Directory& d) { d.columns.pop_back(); }), ContainsSubstring("do not end where"));
  CHECK_THAT(complains([](Directory& d) { d.columns[0].missing = 0; }), ContainsSubstring("lacks 1 values"));
  CHECK_THAT(complains([](Directory& d) { d.columns[1].name = d.columns[0].name; }),
             ContainsSubstring("second column"));
  CHECK_THAT(complains([](Directory& d) { d.columns[8].first_epoch = 2; }), ContainsSubstring("epochs of column"));
  CHECK_THAT(complains([](Directory& d) { d.architectures = std::uint64_t{1} << 61; }), ContainsSubstring("length"));
}

TEST_CASE("A garbled directory with a right checksum never leads beyond the file") {
  const std::string bytes = test::bytes_of(test::sample());
  const std::string directory = directory_of(bytes);
  const std::string_view alphabet = "\t\n\\0123456789<fS@-/.x";
  Rng rng(20);
  int refused = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string garbled = directory;
    for (std::uint32_t edits = 1 + rng.below(3); edits > 0; --edits) {
      const auto at = rng.below(static_cast<std::uint32_t>(garbled.size()));
      garbled[at] = alphabet[rng.below(static_cast<std::uint32_t>(alphabet.size()))];
    }
    refused += complaint(with_directory(bytes, garbled)).empty() ? 0 : 1;
  }
  CHECK(refused > 10'000);  // many garble only a note, a unit or the provenance
}

}  // namespace cellar
