#include "experiments/campaign/state_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <vector>

#include "core/errors.hpp"
#include "core/numbers.hpp"

namespace cellar {

namespace {

namespace fs = std::filesystem;

constexpr const char* kUnfinished = "unfinished";

// The numbers of rows that the folder has a state after.
std::vector<std::size_t> states_in(const fs::path& folder) {
  std::vector<std::size_t> states;
  std::error_code none;  // a folder that is not there has no states
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    if (const auto rows = parse_number<std::size_t>(entry.path().filename().string())) states.push_back(*rows);
  }
  return states;
}

}  // namespace

StateFolder::StateFolder(const fs::path& trace) : folder_(trace) { folder_.replace_extension(".state"); }

fs::path StateFolder::at(std::size_t rows) const { return folder_ / fmt::format("{:06}", rows); }

void StateFolder::save(std::size_t rows, const StatefulSearcher& searcher) const {
  const fs::path unfinished = folder_ / kUnfinished;
  try {
    fs::remove_all(unfinished);
    fs::create_directories(unfinished);
    searcher.save(unfinished);
    fs::remove_all(at(rows));
    fs::rename(unfinished, at(rows));
    remove_all_but(rows);
  } catch (const fs::filesystem_error& error) {
    throw Error(fmt::format("cannot write {}: {}; what is saved stays, run the same command again to go on",
                            at(rows).string(), error.code().message()));
  }
}

std::optional<std::size_t> StateFolder::newest(std::size_t rows) const {
  std::optional<std::size_t> newest;
  for (const std::size_t state : states_in(folder_)) {
    if (state <= rows && (!newest || state > *newest)) newest = state;
  }
  return newest;
}

void StateFolder::load(std::size_t rows, StatefulSearcher& searcher) const { searcher.load(at(rows)); }

void StateFolder::remove_all_but(std::size_t rows) const {
  for (const std::size_t state : states_in(folder_)) {
    if (state != rows) fs::remove_all(at(state));
  }
}

}  // namespace cellar
