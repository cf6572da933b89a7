#include "core/formats/nas_bench/record_import.hpp"
#include "core/random.hpp"
#include "space/nb201.hpp"
#include "tests/catch.hpp"
#include "tests/formats/official_cells.hpp"
#include "tests/reference.hpp"

// Official files that something happened to.
namespace cellar {

namespace {

// Cuts the file to each of these sizes, which become smaller.
void check_cuts(const std::filesystem::path& file, const std::vector<std::uintmax_t>& sizes) {
  const test::TemporaryFolder folder;
  const auto cut = folder / ("cut" + file.extension().string());
  test::write_file(cut, test::read_file(file));
  for (const auto size : sizes) {
    std::filesystem::resize_file(cut, size);
    const std::string said = test::complaint(cut);
    CAPTURE(file, size, said);
    REQUIRE(said.starts_with(cut.string()));
  }
}

// The one after the other `step` bytes apart, and the one that lacks the last byte.
std::vector<std::uintmax_t> cuts(const std::filesystem::path& file, std::uintmax_t step) {
  const auto size = std::filesystem::file_size(file);
  std::vector<std::uintmax_t> sizes{size - 1};
  for (auto at = (size - 2) / step * step; at > 0; at -= step) sizes.push_back(at);
  sizes.push_back(0);
  return sizes;
}

std::string flipped(std::string bytes, std::size_t at, int mask) {
  bytes[at] = static_cast<char>(bytes[at] ^ mask);
  return bytes;
}

// Whether the file was refused, in one line, or read.
void check_flip(const std::string& bytes, std::size_t at, int mask) {
  const std::string said = test::complaint(flipped(bytes, at, mask));
  CAPTURE(at, mask, said);
  REQUIRE((said.empty() || said.starts_with(" ") || said.starts_with(":")));
}

}  // namespace

TEST_CASE("An official file that is damaged leaves one line and no table") {
  const auto folder = test::reference("data/formats/bad");
  if (folder.empty()) return;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    if (file.path().filename() == "v10_flip.pth") continue;  // a flipped bit of a figure cannot be seen
    CAPTURE(file.path());
    const test::TemporaryFolder out;
    RecordImport job;
    job.from = file.path();
    job.out = out / "a.table";
    job.space_of = [](std::string_view) { return std::make_shared<const Nb201>(); };
    std::string said;
    try {
      import_records(job);
    } catch (const Error& error) {
      said = error.what();
    }
    CHECK(said.starts_with(file.path().string()));
    CHECK(said.find('\n') == said.npos);
    CHECK(std::filesystem::is_empty(out.path()));
  }
}

TEST_CASE("Small official files that are cut at any thousandth byte are refused") {
  const auto folder = test::reference("data/formats");
  if (folder.empty()) return;
  for (const char* name : {"archive/000002-SIMPLE.pth", "nats-simple/000000.pickle.pbz2", "zip/000003-FULL.pth"}) {
    check_cuts(folder / name, cuts(folder / name, 1000));
  }
}

TEST_CASE("Big official files that are cut anywhere are refused") {
  const auto folder = test::reference("data/formats");
  if (folder.empty()) return;
  const std::pair<const char*, std::uintmax_t> files[] = {
      {"NAS-Bench-201-v1_0-e61699.pth", 29'989},     {"NAS-Bench-201-v1_1-096897.pth", 99'991},
      {"zip/NAS-Bench-201-v1_0-e61699.pth", 30'011}, {"archive/000000-FULL.pth", 9'973},
      {"nats-full/000003.pickle.pbz2", 29'989},      {"NATS-tss-v1_0-3ffb9.pickle.pbz2", 199'999}};
  for (const auto& [name, step] : files) check_cuts(folder / name, cuts(folder / name, step));
}

TEST_CASE("Official files with flipped bytes are refused in one line, or read") {
  const auto folder = test::reference("data/formats");
  if (folder.empty()) return;
  Rng rng(7);
  for (const char* name : {"archive/000002-SIMPLE.pth", "nats-simple/000000.pickle.pbz2"}) {
    const std::string bytes = test::read_file(folder / name);
    for (int i = 0; i < 60; ++i) {
      check_flip(bytes, rng.below(static_cast<std::uint32_t>(bytes.size())), 1 << rng.below(8));
    }
  }
}

TEST_CASE("A cell with any of its bytes flipped is refused in one line, or read") {
  const std::string bytes = test::pickle::whole(test::cell());
  REQUIRE(test::complaint(bytes).empty());
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    check_flip(bytes, at, at % 2 == 0 ? 0xff : 1 << at / 2 % 8);
  }
}

TEST_CASE("A cell that is cut at any byte is refused") {
  const std::string bytes = test::pickle::whole(test::cell());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    CAPTURE(size);
    REQUIRE_FALSE(test::complaint(bytes.substr(0, size)).empty());
  }
}

TEST_CASE("A page that was saved instead of an official file is called by its name") {
  const test::TemporaryFolder folder;
  const std::string page = "<!DOCTYPE html><html><title>Sign in</title></html>\n";
  for (const char* name : {"NAS-Bench-201-v1_1-096897.pth", "000000-FULL.pth"}) {
    test::write_file(folder / name, page);
    CHECK_THAT(test::complaint(folder / name), ContainsSubstring("HTML page"));
  }
}

}  // namespace cellar
