#include "core/table/writer.hpp"

#include <sys/resource.h>

#include <csignal>

#include "core/errors.hpp"
#include "tests/catch.hpp"
#include "tests/core/table/sample_table.hpp"

namespace cellar {

namespace fs = std::filesystem;

namespace {

// Files of this process end after so many bytes, as on a full disk.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : old_handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &old_limit_);
    const rlimit limit{bytes, old_limit_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &old_limit_);
    std::signal(SIGXFSZ, old_handler_);
  }

 private:
  void (*old_handler_)(int);
  rlimit old_limit_{};
};

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

}  // namespace

TEST_CASE("The same table makes the same bytes, and nothing else is left beside it") {
  const test::TemporaryFolder folder;
  write_table(test::sample(), folder / "a.table");
  write_table(test::sample(), folder / "b.table");
  CHECK(test::read_file(folder / "a.table") == test::read_file(folder / "b.table"));
  CHECK(files_in(folder.path()) == 2);
}

TEST_CASE("Columns begin at multiples of 64 bytes") {
  const auto table = test::sample_table();
  for (const ColumnInfo& column : table->columns()) CHECK(column.offset % 64 == 0);
}

TEST_CASE("A table replaces an older one while that is still mapped") {
  const test::TemporaryFolder folder;
  const fs::path file = folder / "my.table";
  write_table(test::sample(), file);
  const auto before = open_table(file);
  NewTable changed = test::sample();
  changed.columns[0].values[0] = 99;
  write_table(changed, file);
  CHECK((*before->find("pets.test@8/8"))[0] == 10);
  CHECK((*open_table(file)->find("pets.test@8/8"))[0] == 99);
  CHECK(before->name() == "my");
}

TEST_CASE("A table that cannot be written says why, keeps the old file and leaves no other") {
  const test::TemporaryFolder folder;
  const fs::path file = folder / "my.table";
  CHECK_THROWS_WITH(write_table(test::sample(), folder / "none/my.table"),
                    ContainsSubstring("cannot write " + (folder / "none/my.table").string() + ": No such file"));
  test::write_file(file, "the old one");
  {
    const FileSizeLimit limit(1000);
    CHECK_THROWS_WITH(write_table(test::sample(), file), ContainsSubstring("my.table: File too large"));
  }
  CHECK(test::read_file(file) == "the old one");
  fs::create_directory(folder / "folder.table");
  CHECK_THROWS_WITH(write_table(test::sample(), folder / "folder.table"), ContainsSubstring("Is a directory"));
  CHECK(files_in(folder.path()) == 2);
}

TEST_CASE("A writer refuses what no table can hold") {
  const test::TemporaryFolder folder;
  const auto write_changed = [&](auto change) {
    NewTable table = test::sample();
    change(table);
    write_table(table, folder / "x.table");
  };
  CHECK_NOTHROW(write_changed([](NewTable&) {}));
  CHECK_THROWS_AS(write_changed([](NewTable& t) { t.columns[0].values.pop_back(); }), ContractError);
  CHECK_THROWS_AS(write_changed([](NewTable& t) { t.columns[0].width = 0; }), ContractError);
  CHECK_THROWS_AS(write_changed([](NewTable& t) { t.columns[0].name = t.columns[1].name; }), ContractError);
  CHECK_THROWS_AS(write_changed([](NewTable& t) { t.columns[0].name = "architecture"; }), ContractError);
  CHECK_THROWS_AS(write_changed([](NewTable& t) { t.columns[0].name = "pets.test@8"; }), ContractError);
  CHECK_THROWS_AS(write_changed([](NewTable& t) { t.columns[0].name = ""; }), ContractError);
  CHECK_THROWS_AS(write_changed([](NewTable& t) { t.columns[0].first_epoch = 7; }), ContractError);
  CHECK_THROWS_AS(write_changed([](NewTable& t) { t.columns[0].note = "two\nlines"; }), ContractError);
  CHECK_THROWS_AS(write_changed([](NewTable& t) { t.columns[0].values[0] = 1e308 * 10; }), ContractError);
  CHECK_THROWS_AS(write_changed([](NewTable& t) { t.architectures[0] = std::string("a\0b", 3); }), ContractError);
  CHECK_THROWS_AS(write_changed([](NewTable& t) { t.space = ""; }), ContractError);
}

}  // namespace cellar
