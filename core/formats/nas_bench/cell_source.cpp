#include "core/formats/nas_bench/cell_source.hpp"

#include <fmt/format.h>

#include "core/errors.hpp"
#include "core/formats/bz2.hpp"
#include "core/formats/nas_bench/file_source.hpp"
#include "core/formats/nas_bench/folder_source.hpp"
#include "core/formats/spilled_bytes.hpp"
#include "core/formats/pickle/machine.hpp"
#include "core/table/mapped_file.hpp"

namespace cellar {

namespace {

std::unique_ptr<CellSource> open_bz2(const MappedFile& file, const std::filesystem::path& scratch,
                                     const std::string& name, int threads, const std::function<void(double)>& progress) {
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
  return open_pickle_source(whole, bytes, 0, name, threads, bytes->on_disk(), progress);
}

}  // namespace

std::unique_ptr<CellSource> open_cell_file(const std::filesystem::path& file, const std::filesystem::path& scratch,
                                           int threads, const std::function<void(double)>& progress) {
  const auto mapped = std::make_shared<const MappedFile>(file);
  const std::string name = file.string();
  const std::string_view text(reinterpret_cast<const char*>(mapped->bytes().data()), mapped->bytes().size());
  if (text.starts_with("BZh")) return open_bz2(*mapped, scratch, name, threads, progress);
  if (text.starts_with(std::string_view("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19\x2e", 15))) {
    PickleMachine machine(mapped->bytes(), name);
    machine.read(15);
    machine.read(machine.end());
    return open_pickle_source(mapped->bytes(), mapped, machine.end(), name, threads, true, progress);
  }
  if (text.starts_with("\x80")) return open_pickle_source(mapped->bytes(), mapped, 0, name, threads, true, progress);
  throw Error(fmt::format("{} is neither", name));
}

std::unique_ptr<CellSource> open_cell_source(const std::filesystem::path& path, const std::filesystem::path& scratch,
                                             int threads, const std::function<void(double)>& progress) {
  if (std::filesystem::is_directory(path)) return open_folder_source(path);
  return open_cell_file(path, scratch, threads, progress);
}

}  // namespace cellar
