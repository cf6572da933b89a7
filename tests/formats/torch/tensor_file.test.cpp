#include "core/formats/torch/tensor_file.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <iostream>

#include "core/errors.hpp"
#include "core/formats/torch/element_type.hpp"
#include "core/formats/torch/zip_archive.hpp"
#include "core/random.hpp"
#include "core/table/mapped_file.hpp"
#include "tests/catch.hpp"
#include "tests/folder.hpp"

namespace cellar {

namespace {

Tensor random_tensor(const std::string& name, Rng& rng) {
  const std::vector<std::string> dtypes = {"float32", "float64", "float16", "bfloat16", "int64",
                                           "int32",   "int16",   "int8",    "uint8",    "bool"};
  Tensor tensor{name, dtypes[rng.below(static_cast<std::uint32_t>(dtypes.size()))], {}, {}};
  std::size_t elements = 1;
  for (std::uint32_t d = rng.below(5); d > 0; --d) {
    tensor.shape.push_back(rng.below(12) == 0 ? 0 : 1 + rng.below(6));
    elements *= static_cast<std::size_t>(tensor.shape.back());
  }
  tensor.data.resize(elements * find_dtype(tensor.dtype)->size);
  for (std::byte& byte : tensor.data) byte = static_cast<std::byte>(rng.below(256));
  return tensor;
}

bool same(const Tensor& a, const Tensor& b) {
  return a.name == b.name && a.dtype == b.dtype && a.shape == b.shape && a.data == b.data;
}

}  // namespace

TEST_CASE("Tensors that were written are read as they were") {
  const test::TemporaryFolder folder;
  Rng rng(3);
  for (std::size_t count : {0, 1, 2, 50, 300}) {
    std::vector<Tensor> tensors;
    for (std::size_t i = 0; i < count; ++i) tensors.push_back(random_tensor("layer." + std::to_string(i), rng));
    write_tensors(tensors, folder / "a.pt");
    const auto read = read_tensors(folder / "a.pt");
    CHECK(std::equal(tensors.begin(), tensors.end(), read.begin(), read.end(), same));
    const std::string bytes = test::read_file(folder / "a.pt");
    write_tensors(read, folder / "a.pt");
    CHECK(test::read_file(folder / "a.pt") == bytes);
  }
}

TEST_CASE("The bytes of every tensor are written at a multiple of 64, where torch can map them") {
  const test::TemporaryFolder folder;
  Rng rng(4);
  std::vector<Tensor> tensors;
  for (int i = 0; i < 20; ++i) tensors.push_back(random_tensor(std::string(static_cast<std::size_t>(i), 'x'), rng));
  write_tensors(tensors, folder / "a.pt");
  const MappedFile mapped(folder / "a.pt");
  const ZipArchive archive(mapped.bytes(), "a.pt");
  CHECK(archive.entries().size() == 22);
  for (const ZipEntry& entry : archive.entries()) CHECK(archive.data_begin(entry) % 64 == 0);
}

TEST_CASE("Python reads the tensors that were written, by torch where it is there") {
  if (std::string(CELLAR_PYTHON3).empty()) {
    std::cout << "SKIPPED: no Python\n";
    return;
  }
  const test::TemporaryFolder folder;
  std::vector<Tensor> tensors = {
      {"conv.weight", "float32", {2, 1, 3}, {}}, {"steps", "int64", {}, {}}, {"none", "float16", {0, 2}, {}}};
  const std::vector<float> weights = {0.5F, -1, 2, 3, 4, 1e30F};
  const auto weight_bytes = std::as_bytes(std::span(weights));
  tensors[0].data.assign(weight_bytes.begin(), weight_bytes.end());
  tensors[1].data.assign(8, std::byte{1});
  write_tensors(tensors, folder / "a.pt");
  const std::string command = fmt::format("'{}' '{}/tests/formats/torch/read_tensors.py' '{}' > '{}'", CELLAR_PYTHON3,
                                          CELLAR_SOURCE_DIR, (folder / "a.pt").string(), (folder / "out").string());
  REQUIRE(std::system(command.c_str()) == 0);
  CHECK(test::read_file(folder / "out") ==
        "conv.weight float32 (2, 1, 3) [0.5, -1.0, 2.0, 3.0, 4.0, 1.0000000150474662e+30]\n"
        "steps int64 () [72340172838076673]\n"
        "none float16 (0, 2) []\n");
}

TEST_CASE("A file of tensors that cannot be written leaves nothing behind") {
  const test::TemporaryFolder folder;
  CHECK_THROWS_WITH(write_tensors({}, folder / "absent/a.pt"),
                    ContainsSubstring("absent/a.pt: No such file or directory"));
  CHECK(std::filesystem::is_empty(folder.path()));
}

}  // namespace cellar
