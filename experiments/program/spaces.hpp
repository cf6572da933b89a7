#pragma once

#include <memory>
#include <string>

#include "experiments/program/program.hpp"

namespace cellar {

// A search space, and the plug-in that brings it (core/registry.hpp), if one does.
struct FoundSpace {
  std::shared_ptr<const SearchSpace> space;
  std::string code = {};
};

// The space of a table: the one that it carries as a text (space/text_space.hpp), or the one of that name. An Error
// says which there are.
FoundSpace space_of(const Program& program, const Table& table);

// A space by name, or by a file of text: anything with a '/' or that ends in ".space".
FoundSpace find_space(const Program& program, const std::string& name_or_file);
bool is_space_file(const std::string& text);

// The name of the text that a table carries of its space.
inline constexpr const char* kSpaceAttachment = "space";

}  // namespace cellar
