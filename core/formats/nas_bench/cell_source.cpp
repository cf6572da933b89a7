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

std::unique_ptr<CellSource> open_bz2(const MappedFile& file, const std::filesystem::path& scratch,
                                     const std::string& name, int threads,
                                     const std::function<void(double)>& progress) {
  auto bytes = std::make_shared<SpilledBytes>(scratch);
  const auto sink = [&](std::span<const std::byte> part) {
    bytes->append(part);
    if (progress) progress(0);
  };
  if (threads > 1) {
    bunzip2(file.bytes(), name, sink, threads);
  } else {
    bunzip2(file.bytes(), name, sink);
  }
  const auto whole = bytes->finish();
  const auto ended = [&](const PickleValue&, std::size_t end) {
    if (end != whole.size()) throw Error(fmt::format("{}: {} bytes follow its pickle", name, whole.size() - end));
  };
  return open_pickle_source({whole, 0, name, bytes, bytes->on_disk()}, threads, ended, progress);
}

std::unique_ptr<CellSource> open_torch(const std::shared_ptr<const MappedFile>& file, const std::string& name,
                                       int threads, const std::function<void(double)>& progress) {
  const std::unique_ptr<TorchContainer> container = open_torch_container(file->bytes(), name);
  const auto pickle = container->main_pickle();
  const auto ended = [&](const PickleValue& root, std::size_t end) { container->attach(root, end); };
  return open_pickle_source({pickle.bytes, pickle.offset, pickle.source, file, true}, threads, ended, progress);
}

}  // namespace

std::unique_ptr<CellSource> open_cell_file(const std::filesystem::path& file, const std::filesystem::path& scratch,
                                           int threads, const std::function<void(double)>& progress) {
  const auto mapped = std::make_shared<const MappedFile>(file);
  const FileKind kind = recognise(mapped->bytes());
  if (kind == FileKind::bz2) return open_bz2(*mapped, scratch, file.string(), threads, progress);
  return open_torch(mapped, file.string(), threads, progress);
}

std::unique_ptr<CellSource> open_cell_source(const std::filesystem::path& path, const std::filesystem::path& scratch,
                                             int threads, const std::function<void(double)>& progress) {
  if (std::filesystem::is_directory(path)) return open_folder_source(path);
  return open_cell_file(path, scratch, threads, progress);
}

}  // namespace cellar
