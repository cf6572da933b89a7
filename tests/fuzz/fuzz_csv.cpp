#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <string>

#include "core/formats/csv.hpp"
#include "core/formats/table_import.hpp"
#include "core/table/table.hpp"
#include "space/generic.hpp"
#include "tests/folder.hpp"
#include "tests/fuzz/target.hpp"

namespace cellar::fuzz {

namespace {

// A file that is in memory only.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view text) : descriptor_(::memfd_create("input", 0)) {
    require(::write(descriptor_, text.data(), text.size()) == static_cast<ssize_t>(text.size()), "memory is a file");
  }
  ~MemoryFile() { ::close(descriptor_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

// What was imported can be written, and is then a whole table.
void keep(const NewTable& table) {
  static const test::TemporaryFolder folder;
  write_table(table, folder / "input.table");
  open_table(folder / "input.table")->verify();
}

}  // namespace

}  // namespace cellar::fuzz

// A CSV, plain or compressed; after a zero byte, the text of its notes.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cellar;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const bool compressed = input.substr(0, 2) == "\x1f\x8b";
  const auto zero = compressed ? input.size() : std::min(input.find('\0'), input.size());
  const std::string_view notes = input.substr(std::min(zero + 1, input.size()));
  static const GenericSpace space("small", {2, 3});
  fuzz::reads([&] {
    CsvReader rows(input, "input");
    for (std::vector<std::string_view> fields; rows.next(fields);) {
    }
  });
  fuzz::reads([&] {
    const fuzz::MemoryFile csv(input.substr(0, zero));
    const fuzz::MemoryFile about(notes);
    const Import imported = import_csv(csv.path(), space, notes.empty() ? "" : about.path());
    static_cast<void>(imported.report.lines());
    fuzz::keep(imported.table);
  });
  return 0;
}
