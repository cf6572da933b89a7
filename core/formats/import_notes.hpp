#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace cellar {

// What a CSV cannot say of its figures. In the file: a section [provenance] of free text, and a section [columns] of
// lines "NAME = what a reader must know of it", NAME as in the table; lines that begin with '#' are comments.
struct ImportNotes {
  std::string provenance;
  std::vector<std::pair<std::string, std::string>> columns;  // name, note
};

ImportNotes read_notes(const std::filesystem::path& file);

}  // namespace cellar
