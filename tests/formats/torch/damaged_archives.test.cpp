#include "core/errors.hpp"
#include "core/formats/torch/weights.hpp"
#include "core/random.hpp"
#include "tests/catch.hpp"
#include "tests/folder.hpp"
#include "tests/reference.hpp"

namespace cellar {

namespace {

// Reads a network from the file. False: it was refused, by one line that begins with the file's name.
bool is_read(const std::filesystem::path& file) {
  try {
    read_weights(file, 3, "200", "cifar10", 777);
  } catch (const Error& error) {
    const std::string message = error.what();
    CAPTURE(message);
    CHECK(message.starts_with(file.string()));
    CHECK(message.find('\n') == message.npos);
    return false;
  }
  return true;
}

bool is_read(const std::string& bytes) {
  const test::TemporaryFolder folder;
  test::write_file(folder / "000003-FULL.pth", bytes);
  return is_read(folder / "000003-FULL.pth");
}

}  // namespace

TEST_CASE("Official archives that were cut at any thousandth byte are refused") {
  const auto folder = test::reference("data/formats");
  if (folder.empty()) return;
  for (const std::string name : {"archive", "zip"}) {
    for (const auto& file : std::filesystem::directory_iterator(folder / name)) {
      CAPTURE(file.path());
      const test::TemporaryFolder cut;
      test::write_file(cut / "a.pth", test::read_file(file.path()));
      const auto size = std::filesystem::file_size(file.path());
      std::filesystem::resize_file(cut / "a.pth", size - 1);
      CHECK(!is_read(cut / "a.pth"));
      for (auto thousands = (size - 1) / 1000 + 1; thousands-- > 0;) {
        std::filesystem::resize_file(cut / "a.pth", 1000 * thousands);
        CHECK(!is_read(cut / "a.pth"));
      }
    }
  }
}

TEST_CASE("Official archives with flipped bits are refused or read, and nothing worse") {
  const auto folder = test::reference("data/formats");
  if (folder.empty()) return;
  Rng rng(11);
  for (const std::string name : {"archive/000003-FULL.pth", "zip/000003-FULL.pth", "nats-full/000003.pickle.pbz2"}) {
    const std::string bytes = test::read_file(folder / name);
    CHECK(is_read(bytes));
    for (int i = 0; i < 40; ++i) {
      std::string damaged = bytes;
      char& byte = damaged[rng.below(static_cast<std::uint32_t>(bytes.size()))];
      byte = static_cast<char>(byte ^ (1 << rng.below(8)));
      is_read(damaged);
    }
  }
}

TEST_CASE("A flipped bit of the tensors that are read from a zip archive is noticed") {
  const auto file = test::reference("data/formats/zip/000003-FULL.pth");
  if (file.empty()) return;
  std::string bytes = test::read_file(file);
  const auto tensors = read_weights(file, 3, "200", "cifar10", 777);
  const std::string weights(reinterpret_cast<const char*>(tensors[0].data.data()), tensors[0].data.size());
  const std::size_t place = bytes.find(weights);
  REQUIRE(place != bytes.npos);
  bytes[place + 100] = static_cast<char>(bytes[place + 100] ^ 1);
  CHECK(!is_read(bytes));
}

TEST_CASE("The damaged files of the reference are refused, whatever they are") {
  const auto folder = test::reference("data/formats/bad");
  if (folder.empty()) return;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    CAPTURE(file.path());
    CHECK(!is_read(test::read_file(file.path())));
  }
}

}  // namespace cellar
