#include <algorithm>
#include <regex>

#include "core/formats/pickle/globals.hpp"
#include "core/formats/torch/saved_file.hpp"
#include "core/formats/torch/zip_archive.hpp"
#include "tests/catch.hpp"
#include "tests/folder.hpp"
#include "tests/formats/search_checkpoint/expected_checkpoints.hpp"

// The facts about the recorded files that lie below the checkpoints in them.
namespace cellar {

namespace {

using nlohmann::json;
using Strings = std::vector<std::string>;

// What stands behind GLOBAL instructions, in order, each once. Texts that only look so do not occur in these files.
Strings globals_in(const std::string& pickle) {
  const std::regex global("c([A-Za-z_.]+)\n([A-Za-z_0-9]+)\n");
  Strings found;
  for (std::sregex_iterator at(pickle.begin(), pickle.end(), global), end; at != end; ++at) {
    std::string name = (*at)[1].str() + " " + (*at)[2].str();
    if (std::find(found.begin(), found.end(), name) == found.end()) found.push_back(std::move(name));
  }
  return found;
}

std::vector<StorageId> storages_in(const SavedFile& file) { return find_storage_ids(file.root()); }

void check_names(Strings found, Strings expected) {
  for (const std::string& name : found) {
    const std::size_t space = name.find(' ');
    CHECK(find_global(name.substr(0, space), name.substr(space + 1)) != nullptr);
  }
  std::sort(found.begin(), found.end());
  std::sort(expected.begin(), expected.end());
  CHECK(found == expected);
}

void check_zip(const std::filesystem::path& path, const json& facts) {
  const MappedFile mapped(path);
  const ZipArchive archive(mapped.bytes(), path.string());
  CHECK(archive.entries().size() == facts.at("zip_entries").get<std::size_t>());
  const std::string folder = facts.at("zip_prefix").get<std::string>() + "/";
  for (const ZipEntry& entry : archive.entries()) CHECK(entry.name.starts_with(folder));
  const auto pickle = archive.read(*archive.find(folder + "data.pkl"));
  check_names(globals_in({reinterpret_cast<const char*>(pickle.data()), pickle.size()}),
              facts.at("zip_globals").get<Strings>());
  const SavedFile file(path);
  for (const StorageId& id : storages_in(file))
    CHECK(id.location == facts.at("zip_storage_location").get<std::string>());
}

void check_legacy(const std::filesystem::path& path, const json& facts) {
  const SavedFile file(path);
  const std::string bytes = test::read_file(path);
  const auto storages_begin = facts.at("legacy_raw_storages_offset").get<std::size_t>();
  std::size_t storages = 0;
  for (const StorageId& id : storages_in(file)) {
    storages += sizeof(std::int64_t) + id.bytes();
    CHECK(id.location == facts.at("legacy_storage_location").get<std::string>());
  }
  CHECK(storages_begin + storages == bytes.size());
  Strings expected;
  for (const auto& names : facts.at("legacy_globals")) {
    for (const auto& name : names) expected.push_back(name.get<std::string>());
  }
  check_names(globals_in(bytes.substr(0, storages_begin)), expected);
}

}  // namespace

TEST_CASE(
    "The containers of recorded checkpoints are laid out as the original wrote them, and name only what is allowed") {
  for (const auto& recorded : test::recorded_checkpoints()) {
    for (const std::string which : {"basic", "last-info"}) {
      const auto files = recorded.files(which);
      INFO(files[0].string());
      check_zip(files[0], recorded.expected.at(which));
      check_legacy(files[1], recorded.expected.at(which));
    }
  }
}

}  // namespace cellar
