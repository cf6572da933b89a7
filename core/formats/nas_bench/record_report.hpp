#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/table/records/cell_record.hpp"

namespace cellar {

// What an import of official files found, for its user.
class RecordReport {
 public:
  // Which epochs of a trial have an accuracy.
  enum class Recorded { none, every, last, some };
  // Of one cell. Made by any thread, added by one.
  struct Cell {
    struct Trial {
      std::string schedule, dataset;
      int seed = 0;
      std::array<Recorded, 4> accuracies{};  // by ImageSet
    };
    std::vector<Trial> trials;
    std::uint64_t values = 0;  // accuracies, but for those of the training images' top 5
    std::uint64_t uneven = 0;  // those of them that are no whole number of images
    std::string first_uneven;
  };
  static Cell inspect(const CellRecord& cell);

  void add(const Cell& cell);

  std::size_t cells = 0, of_cells = 0;
  std::size_t disagreeing_costs = 0;         // cells
  std::vector<std::size_t> without_results;  // cells that the file lists as evaluated
  std::size_t unlisted = 0;                  // cells that it has results of and does not list
  bool curves = true;

  std::vector<std::string> lines() const;

 private:
  using Training = std::pair<std::string, std::string>;  // schedule, data set
  using Counts = std::array<std::size_t, 4>;             // of trials, by Recorded

  std::vector<std::string> recorded_lines() const;

  std::map<Training, std::map<int, std::size_t>> seeds_;  // cells by seed
  std::map<Training, std::array<Counts, 4>> recorded_;    // by ImageSet
  std::uint64_t values_ = 0, uneven_ = 0;
  std::string first_uneven_;
};

}  // namespace cellar
