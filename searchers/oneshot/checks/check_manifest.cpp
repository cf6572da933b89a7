#include "searchers/oneshot/checks/check_manifest.hpp"

#include <ATen/ATen.h>

#include "space/network/checks/recorded_case.hpp"

namespace cellar::oneshot {

namespace {

namespace fs = std::filesystem;

std::int64_t bytes_in(const fs::path& folder) {
  std::uintmax_t bytes = 0;
  for (const auto& entry : fs::directory_iterator(folder)) bytes += entry.is_regular_file() ? entry.file_size() : 0;
  return static_cast<std::int64_t>(bytes);
}

}  // namespace

network::Comparison check_manifest(const fs::path& folder, const network::RecordedValue& entries,
                                   const std::function<bool(const fs::path&)>& is_checked) {
  network::Comparison comparison(network::tolerances(at::kDouble));
  for (const network::RecordedValue& entry : entries.list()) {
    const std::string name = entry.at("case").text();
    const fs::path path = folder / name;
    comparison.holds(name + " is there", fs::is_directory(path));
    if (!fs::is_directory(path)) continue;
    comparison.holds(name + " is checked", is_checked(path));
    comparison.same(entry, "bytes", bytes_in(path));
    if (entry.has("files")) {
      for (const std::string& file : entry.at("files").texts())
        comparison.holds(name + "/" + file, fs::exists(path / file));
    }
    if (!entry.has("tensors")) continue;
    const network::RecordedIndex index(path / "index.json");
    comparison.same(entry, "tensors", static_cast<std::int64_t>(index.root().at("tensors").size()));
  }
  return comparison;
}

}  // namespace cellar::oneshot
