#pragma once

#include <memory>
#include <string>

#include "core/formats/table_import.hpp"
#include "experiments/program/program.hpp"

namespace cellar {

// The search space that the rows of a CSV are of, and how they name an architecture.
struct CsvSpace {
  std::shared_ptr<const SearchSpace> space;
  ChoiceFields choices = {};  // where each choice has a column
  std::string text = {};      // of a space that is given as a text or derived: what the table carries
  bool is_derived = false;
};

// `space`: a name, a file of text, or "auto": each column that is no figure is a choice, its values those that occur;
// where there is only a column "arch", what stands between its colons. It is named after the file. An Error for a text
// space that has the name of one that is known.
CsvSpace space_of_csv(const Program& program, const CsvFile& csv, const std::string& space);

}  // namespace cellar
