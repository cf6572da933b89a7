#include "core/table/mapped_file.hpp"

#include <sys/stat.h>

#include "core/errors.hpp"
#include "tests/catch.hpp"
#include "tests/core/table/sample_table.hpp"

namespace cellar {

TEST_CASE("A mapped file holds the file's bytes") {
  const test::TemporaryFolder folder;
  const std::string text = "some bytes";
  test::write_file(folder / "file", text);
  const MappedFile mapped(folder / "file");
  REQUIRE(mapped.bytes().size() == text.size());
  for (std::size_t i = 0; i < text.size(); ++i) CHECK(static_cast<char>(mapped.bytes()[i]) == text[i]);
  test::write_file(folder / "empty", "");
  CHECK(MappedFile(folder / "empty").bytes().empty());
}

TEST_CASE("What is no file is refused with its name and the reason, without waiting") {
  const test::TemporaryFolder folder;
  REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
  CHECK_THROWS_WITH(open_table(folder / "absent.table"),
                    "cannot read " + (folder / "absent.table").string() + ": No such file or directory");
  CHECK_THROWS_WITH(open_table(folder.path()), ContainsSubstring("Is a directory"));
  CHECK_THROWS_WITH(open_table(folder / "pipe"), ContainsSubstring("not a regular file"));
  test::write_file(folder / "empty.table", "");
  CHECK_THROWS_WITH(open_table(folder / "empty.table"), ContainsSubstring("is not a cellar table"));
}

TEST_CASE("Damage in a file is reported under the file's name") {
  const test::TemporaryFolder folder;
  std::string bytes = test::bytes_of(test::sample());
  const auto offset = test::sample_table()->find("cars.valid@4/4")->info().offset;
  bytes[offset] = static_cast<char>(bytes[offset] ^ 1);
  test::write_file(folder / "my.table", bytes);
  const auto table = open_table(folder / "my.table");
  CHECK_THROWS_WITH(table->find("cars.valid@4/4"), (folder / "my.table").string() +
                                                       " is damaged: the checksum of column 'cars.valid@4/4' does not "
                                                       "fit; import it again");
}

}  // namespace cellar
