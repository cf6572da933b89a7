#include "tests/conformance/saved_states.hpp"

#include <stdlib.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

namespace cellar::conformance {

namespace fs = std::filesystem;

SavedStates::SavedStates() {
  std::string name = (fs::temp_directory_path() / "cellar-check-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw fs::filesystem_error("mkdtemp", name, {errno, std::generic_category()});
  folder_ = name;
}

SavedStates::~SavedStates() {
  std::error_code none;  // what cannot be removed stays
  fs::remove_all(folder_, none);
}

fs::path SavedStates::at(std::size_t rows) const { return folder_ / std::to_string(rows); }

void SavedStates::save(std::size_t rows, const StatefulSearcher& searcher) const {
  fs::create_directory(at(rows));
  searcher.save(at(rows));
}

void SavedStates::load(std::size_t rows, StatefulSearcher& searcher) const { searcher.load(at(rows)); }

std::map<std::string, std::string> SavedStates::bytes(std::size_t rows) const {
  std::map<std::string, std::string> files;
  if (!fs::exists(at(rows))) return files;
  for (const auto& entry : fs::recursive_directory_iterator(at(rows))) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    files[fs::relative(entry.path(), at(rows)).string()].assign(std::istreambuf_iterator<char>(file), {});
  }
  return files;
}

}  // namespace cellar::conformance
