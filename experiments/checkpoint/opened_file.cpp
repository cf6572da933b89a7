#include "experiments/checkpoint/opened_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"
#include "core/formats/search_checkpoint/last_info.hpp"
#include "core/formats/search_checkpoint/saved_kind.hpp"
#include "core/printable.hpp"
#include "experiments/checkpoint/own_run.hpp"

namespace cellar {

namespace {

namespace fs = std::filesystem;

// With the seed that the place of a state of Cellar's says.
SearchCheckpoint with_seed(SearchCheckpoint checkpoint, const fs::path& path) {
  if (!checkpoint.is_own()) return checkpoint;
  if (const auto run = own_run(path)) checkpoint.seed = run->seed;
  return checkpoint;
}

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const auto ending = entry.path().extension();
    if (entry.is_regular_file() && (ending == ".pth" || ending == ".pt")) files.push_back(entry.path());
  }
  if (files.empty()) throw Error(fmt::format("{} holds no .pth or .pt file", folder.string()));
  std::sort(files.begin(), files.end());
  return files;
}

void add_folder(const fs::path& folder, std::vector<SearchCheckpoint>& series) {
  for (const fs::path& path : files_in(folder)) {
    auto file = std::make_shared<const SavedFile>(path);
    if (saved_kind(file->root()) == SavedKind::search_checkpoint) {
      series.push_back(with_seed(read_search_checkpoint(file), path));
    }
  }
}

void add_file(const fs::path& path, std::vector<SearchCheckpoint>& series) {
  OpenedFile opened = open_file(path);
  auto* checkpoint = std::get_if<SearchCheckpoint>(&opened.content);
  if (!checkpoint) throw Error(fmt::format("{} is no checkpoint of a search with shared weights", path.string()));
  series.push_back(std::move(*checkpoint));
}

void check_one_search(const std::vector<SearchCheckpoint>& series) {
  const SearchCheckpoint& first = series.front();
  for (const SearchCheckpoint& other : series) {
    const bool same =
        other.algorithm == first.algorithm && other.seed == first.seed && other.dataset() == first.dataset();
    if (!same)
      throw Error(fmt::format("{} and {} are not of one search: the algorithms, seeds or data sets differ",
                              first.file->source(), other.file->source()));
  }
}

}  // namespace

OpenedFile open_file(const fs::path& path) {
  const auto file = std::make_shared<const SavedFile>(path);
  switch (saved_kind(file->root())) {
    case SavedKind::last_info: {
      const fs::path checkpoint = follow_last_info(*file, path);
      return {checkpoint, path.string(), read_search_checkpoint(checkpoint)};
    }
    case SavedKind::multi_trial_results:
      return {path, "", read_multi_trial_results(*file)};
    case SavedKind::final_cells:
      return {path, "", read_final_cells(*file)};
    default:
      return {path, "", with_seed(read_search_checkpoint(file), path)};
  }
}

std::vector<SearchCheckpoint> open_series(const std::vector<std::string>& names) {
  std::vector<SearchCheckpoint> series;
  for (const std::string& name : names) {
    fs::is_directory(name) ? add_folder(name, series) : add_file(name, series);
  }
  if (series.empty()) throw Error(fmt::format("{} holds no checkpoint of a search", fmt::join(names, ", ")));
  check_one_search(series);
  std::stable_sort(series.begin(), series.end(), [](const SearchCheckpoint& a, const SearchCheckpoint& b) {
    return a.finished_epochs < b.finished_epochs;
  });
  const auto as_far = [](const SearchCheckpoint& a, const SearchCheckpoint& b) {
    return a.finished_epochs == b.finished_epochs;
  };
  series.erase(std::unique(series.begin(), series.end(), as_far), series.end());
  return series;
}

}  // namespace cellar
