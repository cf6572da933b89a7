#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "core/formats/bz2.hpp"
#include "core/formats/nas_bench/file_source.hpp"
#include "core/formats/nas_bench/record_report.hpp"
#include "core/table/records/encoded_cell.hpp"
#include "tests/fuzz/target.hpp"

namespace cellar::fuzz {

namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 24;
constexpr std::size_t kMostCells = 100;

void read_cells(std::span<const std::byte> pickle) {
  reads([&] {
    const auto source = open_pickle_source({pickle, 0, "input", nullptr}, {}, [](const PickleValue&, std::size_t) {});
    for (std::size_t i = 0; i < std::min(source->size(), kMostCells); ++i) {
      reads([&] {
        const CellRecord cell = source->read(i, 0);
        RecordReport::inspect(cell);
        encode(cell, false);
        encode(cell, true);
      });
    }
  });
}

// By one thread and by two it must be the same.
std::optional<std::vector<std::byte>> decompress(std::span<const std::byte> compressed) {
  std::vector<std::byte> bytes;
  if (!reads([&] { bytes = bunzip2(compressed, "input", kMostBytes); })) return std::nullopt;
  std::vector<std::byte> again;
  bunzip2(
      compressed, "input",
      [&](std::span<const std::byte> part) { again.insert(again.end(), part.begin(), part.end()); }, 2);
  require(bytes == again, "two threads decompress the same as one");
  return bytes;
}

}  // namespace

}  // namespace cellar::fuzz

// A pickle of one cell or of a table of them, as it is or compressed.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cellar;
  const auto bytes = fuzz::bytes_of(data, size);
  if (size < 3 || std::string_view(reinterpret_cast<const char*>(data), 3) != "BZh") {
    fuzz::read_cells(bytes);
  } else if (const auto pickle = fuzz::decompress(bytes)) {
    fuzz::read_cells(*pickle);
  }
  return 0;
}
