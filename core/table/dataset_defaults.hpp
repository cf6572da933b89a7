#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/budget.hpp"

namespace cellar {

// What a table says of searches on one of its data sets, where their user says nothing.
struct DatasetDefaults {
  std::string dataset;
  std::string observed = {};            // what a search is told, "valid@12/12"; empty: unsaid
  std::vector<std::string> truth = {};  // what counts in the end, "test@200/200"; empty: unsaid
  std::optional<Budget> budget = {};

  friend bool operator==(const DatasetDefaults&, const DatasetDefaults&) = default;
};

// A data set is the name of a folder of traces: letters, digits and "._+-", no '.' in front, neither "lock" nor
// "earlier". An Error otherwise.
void check_dataset_name(std::string_view dataset);

// "observe valid@12/12, truth valid@200/200 test@200/200, budget 20000 seconds", of which any part may be left out. The
// inverse is an Error that says what is wrong.
std::string format(const DatasetDefaults& defaults);
DatasetDefaults parse_dataset_defaults(std::string_view dataset, std::string_view text);

}  // namespace cellar
