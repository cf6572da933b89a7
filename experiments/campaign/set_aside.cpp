#include "experiments/campaign/set_aside.hpp"

#include <fmt/format.h>

#include "core/errors.hpp"

namespace cellar {

namespace {

namespace fs = std::filesystem;

void move_one(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::create_directories(to.parent_path(), error);
  if (!error) fs::rename(from, to, error);
  if (error) throw Error(fmt::format("cannot move {} to {}: {}", from.string(), to.string(), error.message()));
}

}  // namespace

void set_aside(const std::vector<fs::path>& traces, const fs::path& folder) {
  if (traces.empty()) return;
  std::error_code none;
  int number = 1;
  const auto place = [&] { return folder / "earlier" / std::to_string(number); };
  while (fs::exists(place(), none)) ++number;
  for (const fs::path& trace : traces) {
    const fs::path target = place() / trace.lexically_relative(folder);
    fs::path state = trace;
    state.replace_extension(".state");
    if (fs::exists(state, none)) move_one(state, fs::path(target).replace_extension(".state"));
    move_one(trace, target);
  }
}

}  // namespace cellar
