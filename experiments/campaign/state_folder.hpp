#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>

#include "core/searcher.hpp"

namespace cellar {

// What a searcher saves beside its trace, "seed-000000.state/000012/": its state after so many rows. A new state is
// written under another name, renamed into place when it is complete, and then replaces the older one, so that a
// process that is killed leaves one that can be gone on from.
class StateFolder {
 public:
  explicit StateFolder(const std::filesystem::path& trace);

  void save(std::size_t rows, const StatefulSearcher& searcher) const;
  // The newest state after at most `rows` rows: how many. None: the run has to begin anew.
  std::optional<std::size_t> newest(std::size_t rows) const;
  void load(std::size_t rows, StatefulSearcher& searcher) const;

 private:
  std::filesystem::path at(std::size_t rows) const;
  void remove_all_but(std::size_t rows) const;

  std::filesystem::path folder_;
};

}  // namespace cellar
