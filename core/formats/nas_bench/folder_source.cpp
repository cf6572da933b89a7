#include "core/formats/nas_bench/folder_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <system_error>

#include "core/errors.hpp"
#include "core/formats/bz2.hpp"
#include "core/formats/nas_bench/cell_reader.hpp"
#include "core/formats/nas_bench/file_source.hpp"
#include "core/formats/pickle/machine.hpp"
#include "core/numbers.hpp"
#include "core/table/mapped_file.hpp"

namespace cellar {

namespace {

constexpr std::size_t kMostMetaBytes = std::size_t{1} << 26;  // of meta.pickle.pbz2, which lists spellings

// "000011.pickle.pbz2", "11.pickle.pbz2", "000011-FULL.pth", "000011-SIMPLE.pth".
std::optional<std::size_t> cell_of(std::string_view name, std::string_view ending) {
  if (!name.ends_with(ending)) return std::nullopt;
  name.remove_suffix(ending.size());
  while (name.size() > 1 && name[0] == '0') name.remove_prefix(1);
  return parse_number<std::size_t>(name);
}

// The files of a folder by the cell that they are of. Where there are a full and a simple archive of a cell, both hold
// the same figures; the simple one is smaller.
std::map<std::size_t, std::filesystem::path> cell_files(const std::filesystem::path& folder) {
  std::map<std::size_t, std::filesystem::path> files;
  for (const char* ending : {".pickle.pbz2", "-FULL.pth", "-SIMPLE.pth"}) {
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
      const auto cell = cell_of(entry.path().filename().string(), ending);
      if (cell) files[*cell] = entry.path();
    }
    if (error) throw Error(fmt::format("cannot read {}: {}", folder.string(), error.message()));
  }
  return files;
}

class FolderSource final : public CellSource {
 public:
  FolderSource(const std::filesystem::path& folder, std::map<std::size_t, std::filesystem::path> files,
               const ReadOptions& options) {
    options_.scratch = options.scratch;
    options_.most_memory = options.most_memory / static_cast<std::size_t>(std::max(options.threads, 1));
    for (auto& file : files) files_.push_back(std::move(file.second));
    const auto meta = folder / "meta.pickle.pbz2";
    if (std::filesystem::exists(meta)) read_meta(meta);
    kind_ = files_[0].extension() == ".pth" ? RecordSource::Kind::nas_bench_201 : RecordSource::Kind::nats_bench;
  }

  std::size_t size() const override { return files_.size(); }

  CellRecord read(std::size_t number, int) override {
    const std::filesystem::path& file = files_[number];
    const auto source = open_cell_file(file, options_);
    if (source->size() != 1) throw Error(fmt::format("{} holds {} cells, not one", file.string(), source->size()));
    CellRecord cell = source->read(0, 0);
    const std::string name = file.filename().string();
    if (!name.starts_with(fmt::format("{:06}", cell.index)) && !name.starts_with(fmt::format("{}.", cell.index))) {
      throw Error(fmt::format("{} holds cell {}", file.string(), cell.index));
    }
    return cell;
  }

 private:
  void read_meta(const std::filesystem::path& file) {
    const MappedFile mapped(file);
    const auto bytes = bunzip2(mapped.bytes(), file.string(), kMostMetaBytes);
    PickleMachine machine(bytes, file.string());
    const PickleValue top = machine.read();
    try {
      meta_archs_ = read_meta_archs(top);
    } catch (const Error& error) {
      throw Error(fmt::format("{}: {}", file.string(), error.what()));
    }
  }

  std::vector<std::filesystem::path> files_;
  ReadOptions options_;  // of one file
};

}  // namespace

std::unique_ptr<CellSource> open_folder_source(const std::filesystem::path& folder, const ReadOptions& options) {
  auto files = cell_files(folder);
  if (files.empty()) {
    throw Error(fmt::format("{} holds no cells: expected are files such as 000000.pickle.pbz2 or 000000-FULL.pth",
                            folder.string()));
  }
  return std::make_unique<FolderSource>(folder, std::move(files), options);
}

}  // namespace cellar
