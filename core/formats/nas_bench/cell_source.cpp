#include "core/formats/nas_bench/cell_source.hpp"

#include <fmt/format.h>

#include "core/errors.hpp"
#include "core/formats/bz2.hpp"
#include "core/formats/nas_bench/file_source.hpp"
#include "core/formats/nas_bench/folder_source.hpp"
#include "core/formats/spilled_bytes.hpp"
#include "core/formats/torch/container.hpp"
#include "core/formats/torch/recognise.hpp"
#include "core/table/mapped_file.hpp"

namespace cellar {

namespace {

constexpr std::size_t kMostRatio = 100;  // official files hold some 4 times their compressed size

std::size_t most_decompressed(std::size_t compressed) { return (std::size_t{1} << 28) + kMostRatio * compressed; }

std::unique_ptr<CellSource> open_bz2(const MappedFile& file, const std::string& name, const ReadingMeans& means) {
  auto bytes = std::make_shared<SpilledBytes>(means.scratch, means.most_memory / 8);
  std::size_t left = most_decompressed(file.bytes().size());
  const auto sink = [&](std::span<const std::byte> part) {
    if (part.size() > left) {
      throw Error(fmt::format("{} holds more than {} times its own size, unlike any official file", name, kMostRatio));
    }
    left -= part.size();
    bytes->append(part);
    if (means.progress) means.progress(0);
  };
  if (means.threads > 1) {
    bunzip2(file.bytes(), name, sink, means.threads);
  } else {
    bunzip2(file.bytes(), name, sink);
  }
  const auto whole = bytes->finish();
  const auto ended = [&](const PickleValue&, std::size_t end) {
    if (end != whole.size()) throw Error(fmt::format("{}: {} bytes follow its pickle", name, whole.size() - end));
  };
  return open_pickle_source({whole, 0, name, bytes, bytes->on_disk()}, means, ended);
}

std::unique_ptr<CellSource> open_torch(const std::shared_ptr<const MappedFile>& file, const std::string& name,
                                       const ReadingMeans& means) {
  const std::unique_ptr<TorchContainer> container = open_torch_container(file->bytes(), name, true);
  const auto pickle = container->main_pickle();
  const auto ended = [&](const PickleValue& root, std::size_t end) { container->attach(root, end); };
  return open_pickle_source({pickle.bytes, pickle.offset, pickle.source, file, true}, means, ended);
}

}  // namespace

std::unique_ptr<CellSource> open_cell_file(const std::filesystem::path& file, const ReadingMeans& means) {
  const auto mapped = std::make_shared<const MappedFile>(file);
  const FileKind kind = recognise(mapped->bytes());
  if (kind == FileKind::bz2) return open_bz2(*mapped, file.string(), means);
  return open_torch(mapped, file.string(), means);
}

std::unique_ptr<CellSource> open_cell_source(const std::filesystem::path& path, const ReadingMeans& means) {
  if (std::filesystem::is_directory(path)) return open_folder_source(path, means);
  return open_cell_file(path, means);
}

}  // namespace cellar
