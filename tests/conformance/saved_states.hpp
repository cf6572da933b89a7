#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "core/searcher.hpp"

namespace cellar::conformance {

// A folder for the states that a searcher saves, by the number of rows before; removed in the end.
class SavedStates {
 public:
  SavedStates();
  ~SavedStates();
  SavedStates(const SavedStates&) = delete;
  SavedStates& operator=(const SavedStates&) = delete;

  void save(std::size_t rows, const StatefulSearcher& searcher) const;
  void load(std::size_t rows, StatefulSearcher& searcher) const;

  // The bytes of a state's files by their names; empty if there is none.
  std::map<std::string, std::string> bytes(std::size_t rows) const;

 private:
  std::filesystem::path at(std::size_t rows) const;

  std::filesystem::path folder_;
};

}  // namespace cellar::conformance
