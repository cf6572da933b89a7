#include "core/formats/nas_bench/cell_source.hpp"

#include <fmt/format.h>

#include <algorithm>

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

// Of what a bz2 file holds to its own size.
constexpr std::size_t kMostRatio = 100;
constexpr double kUsualRatio = 4;
constexpr std::size_t kAlwaysAllowed = std::size_t{1} << 28;  // [bytes]
constexpr double kDecompression = 0.8;                        // of the time until the first cell can be read

// What a bz2 file holds. `progress` is told the share that is done, as far as that can be known.
std::shared_ptr<SpilledBytes> decompress(const MappedFile& file, const std::string& name, const ReadOptions& options,
                                         const std::function<void(double)>& progress) {
  auto bytes = std::make_shared<SpilledBytes>(options.scratch, options.most_memory / 8);
  const std::size_t size = file.bytes().size();
  const std::size_t most = kAlwaysAllowed + kMostRatio * size;
  std::size_t done = 0;
  const auto sink = [&](std::span<const std::byte> part) {
    done += part.size();
    if (done > most) {
      throw Error(fmt::format("{} holds more than {} times its own size, unlike any official file", name, kMostRatio));
    }
    bytes->append(part);
    progress(std::min(1.0, static_cast<double>(done) / (kUsualRatio * static_cast<double>(size))));
  };
  bunzip2(file.bytes(), name, sink, options.threads);
  return bytes;
}

std::unique_ptr<CellSource> open_bz2(const MappedFile& file, const std::string& name, const ReadOptions& options) {
  const auto tell = [&](double share) {
    if (options.progress) options.progress(share);
  };
  const auto bytes = decompress(file, name, options, [&](double share) { tell(kDecompression * share); });
  const auto whole = bytes->finish();
  const auto ended = [&](const PickleValue&, std::size_t end) {
    if (end != whole.size()) throw Error(fmt::format("{}: {} bytes follow its pickle", name, whole.size() - end));
  };
  ReadOptions rest = options;
  rest.progress = [&](double share) { tell(kDecompression + (1 - kDecompression) * share); };
  return open_pickle_source({whole, 0, name, bytes, bytes->on_disk()}, rest, ended);
}

std::unique_ptr<CellSource> open_torch(const std::shared_ptr<const MappedFile>& file, const std::string& name,
                                       const ReadOptions& options) {
  const std::unique_ptr<TorchContainer> container = open_torch_container(file->bytes(), name, true);
  const auto pickle = container->main_pickle();
  const auto ended = [&](const PickleValue& root, std::size_t end) { container->attach(root, end); };
  return open_pickle_source({pickle.bytes, pickle.offset, pickle.source, file, true}, options, ended);
}

}  // namespace

std::unique_ptr<CellSource> open_cell_file(const std::filesystem::path& file, const ReadOptions& options) {
  const auto mapped = std::make_shared<const MappedFile>(file);
  const FileKind kind = recognise(mapped->bytes());
  if (kind == FileKind::bz2) return open_bz2(*mapped, file.string(), options);
  return open_torch(mapped, file.string(), options);
}

std::unique_ptr<CellSource> open_cell_source(const std::filesystem::path& path, const ReadOptions& options) {
  if (std::filesystem::is_directory(path)) return open_folder_source(path, options);
  return open_cell_file(path, options);
}

}  // namespace cellar
