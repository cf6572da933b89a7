#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <regex>
#include <string>
#include <vector>

#include "core/formats/pickle/globals.hpp"
#include "core/formats/torch/saved_file.hpp"
#include "core/formats/torch/storage_id.hpp"
#include "core/formats/torch/zip_archive.hpp"
#include "searchers/oneshot/checks/check_checkpoint.hpp"

namespace cellar::oneshot {

namespace {

using network::Comparison;
using network::RecordedValue;
using Strings = std::vector<std::string>;

// What stands behind GLOBAL instructions, in order, each once. A text that only looks so would be taken for one.
Strings globals_in(const std::string& pickle) {
  const std::regex global("c([A-Za-z_.0-9]+)\n([A-Za-z_0-9]+)\n");
  Strings found;
  for (std::sregex_iterator at(pickle.begin(), pickle.end(), global), end; at != end; ++at) {
    std::string name = (*at)[1].str() + " " + (*at)[2].str();
    if (std::find(found.begin(), found.end(), name) == found.end()) found.push_back(std::move(name));
  }
  return found;
}

// That a file names what is recorded, and nothing that our reader would refuse.
void compare_globals(const RecordedValue& facts, Strings found, Strings recorded, Comparison& comparison) {
  for (const std::string& name : found) {
    const std::size_t space = name.find(' ');
    comparison.holds(name + " is allowed", find_global(name.substr(0, space), name.substr(space + 1)) != nullptr);
  }
  std::sort(found.begin(), found.end());
  std::sort(recorded.begin(), recorded.end());
  comparison.same(facts.place() + ", globals", fmt::format("{}", fmt::join(found, ", ")),
                  fmt::format("{}", fmt::join(recorded, ", ")));
}

void compare_locations(const RecordedValue& facts, const std::string& key, const SavedFile& file,
                       Comparison& comparison) {
  for (const StorageId& id : find_storage_ids(file.root())) comparison.same(facts, key, std::string(id.location));
  if (facts.has(key)) comparison.holds(facts.at(key).place(), !facts.at(key).text().empty());
}

}  // namespace

void compare_zip(const std::filesystem::path& path, const RecordedValue& facts, Comparison& comparison) {
  const MappedFile mapped(path);
  const ZipArchive archive(mapped.bytes(), path.string());
  comparison.same(facts, "zip_entries", static_cast<std::int64_t>(archive.entries().size()));
  const std::string folder = facts.at("zip_prefix").text() + "/";
  for (const ZipEntry& entry : archive.entries()) {
    comparison.holds(facts.at("zip_prefix").place(), entry.name.starts_with(folder));
  }
  const ZipEntry* const pickle = archive.find(folder + "data.pkl");
  comparison.holds(folder + "data.pkl is there", pickle != nullptr);
  if (pickle != nullptr && facts.has("zip_globals")) {
    const auto bytes = archive.read(*pickle);
    compare_globals(facts, globals_in({reinterpret_cast<const char*>(bytes.data()), bytes.size()}),
                    facts.at("zip_globals").texts(), comparison);
  }
  compare_locations(facts, "zip_storage_location", SavedFile(path), comparison);
}

void compare_legacy(const std::filesystem::path& path, const RecordedValue& facts, Comparison& comparison) {
  const SavedFile file(path);
  const MappedFile mapped(path);
  std::size_t storages = 0;
  for (const StorageId& id : find_storage_ids(file.root())) storages += sizeof(std::int64_t) + id.bytes();
  const std::size_t begin = mapped.bytes().size() - storages;
  comparison.same(facts, "legacy_raw_storages_offset", static_cast<std::int64_t>(begin));
  compare_locations(facts, "legacy_storage_location", file, comparison);
  if (!facts.has("legacy_globals")) return;
  Strings recorded;
  for (const auto& [pickle, names] : facts.at("legacy_globals").members()) {
    if (names.size() == 0) continue;
    for (const std::string& name : names.texts()) recorded.push_back(name);
  }
  compare_globals(facts, globals_in({reinterpret_cast<const char*>(mapped.bytes().data()), begin}), recorded,
                  comparison);
}

}  // namespace cellar::oneshot
