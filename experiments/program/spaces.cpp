#include "experiments/program/spaces.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "core/errors.hpp"
#include "core/formats/text_file.hpp"
#include "core/suggest.hpp"
#include "space/text_space.hpp"

namespace cellar {

FoundSpace space_of(const Program& program, const Table& table) {
  if (const std::string* const text = table.attachment(kSpaceAttachment)) {
    return {parse_space_text(*text, fmt::format("the space in table '{}'", table.name()))};
  }
  std::vector<std::string> known;
  for (const SpaceEntry& entry : program.spaces.entries()) {
    if (entry.name == table.space()) return {entry.create(), entry.code};
    known.push_back(entry.name);
  }
  throw Error(fmt::format("table '{}' is of a search space that is not known here: {}; --plugin LIBRARY brings one",
                          table.name(), unknown_name("search space", table.space(), known)));
}

bool is_space_file(const std::string& text) {
  return text.find('/') != std::string::npos || std::filesystem::path(text).extension() == ".space";
}

FoundSpace find_space(const Program& program, const std::string& name_or_file) {
  if (is_space_file(name_or_file)) return {parse_space_text(read_text(name_or_file), name_or_file)};
  const SpaceEntry& entry = program.spaces.at(name_or_file);
  return {entry.create(), entry.code};
}

}  // namespace cellar
