#include "core/formats/torch/cell_archive.hpp"

#include <fmt/format.h>

#include "core/errors.hpp"
#include "core/formats/bz2.hpp"
#include "core/formats/torch/recognise.hpp"

namespace cellar {

namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 29;  // official ones have some 30 MB

}  // namespace

std::filesystem::path find_cell_archive(const std::filesystem::path& archive, std::size_t index) {
  if (!std::filesystem::is_directory(archive)) return archive;
  for (const std::string_view ending : {"-FULL.pth", ".pickle.pbz2", "-SIMPLE.pth"}) {
    for (const std::string& number : {fmt::format("{:06}", index), fmt::format("{}", index)}) {
      auto file = archive / fmt::format("{}{}", number, ending);
      if (std::filesystem::exists(file)) return file;
    }
  }
  throw Error(fmt::format("{} has none of {:06}-FULL.pth, {:06}.pickle.pbz2 and {:06}-SIMPLE.pth", archive.string(),
                          index, index, index));
}

CellArchive::CellArchive(const std::filesystem::path& file) : mapped_(file) {
  auto bytes = mapped_.bytes();
  if (bytes.size() > kMostBytes) {
    throw Error(fmt::format("{} has {} bytes: too many for the archive of one cell", file.string(), bytes.size()));
  }
  if (recognise(bytes) == FileKind::bz2) {
    decompressed_ = bunzip2(bytes, file.string(), kMostBytes);
    bytes = decompressed_;
  }
  container_ = open_torch_container(bytes, file.string());
  const auto main = container_->main_pickle();
  machine_ = std::make_unique<PickleMachine>(main.bytes, main.source);
  root_ = machine_->read(main.offset);
  container_->attach(root_, machine_->end());
}

}  // namespace cellar
