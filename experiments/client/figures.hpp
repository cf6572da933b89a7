#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/table/records/records.hpp"
#include "core/table/table.hpp"
#include "experiments/client/question.hpp"

namespace cellar {

// What a network of a cell costs on a data set.
struct NetworkCosts {
  std::optional<double> mflops = {}, mparams = {};  // [M]
  std::optional<double> latency_seconds = {};       // of a batch of 256
  std::optional<double> epoch_seconds = {};         // of training, mean over epochs and trials
  std::optional<double> valid_seconds = {};         // of one pass over the validation images
};

// Where a Benchmark has its figures from. Safe to share among threads.
class Figures {
 public:
  virtual ~Figures() = default;
  virtual std::optional<double> find(std::size_t index, const ResolvedQuestion& question) const = 0;
  // An Error's text for a question without an answer: what there is instead.
  virtual std::string explain(std::size_t index, const ResolvedQuestion& question) const = 0;
  virtual NetworkCosts costs(std::size_t index, const std::string& dataset, const std::string& schedule) const = 0;
  // Seeds, ascending; empty where nothing is recorded or the table holds means only.
  virtual std::vector<int> seeds(std::size_t index, const std::string& dataset, const std::string& schedule) const = 0;
  virtual std::vector<std::string> datasets(std::size_t index, const std::string& schedule) const = 0;
  virtual std::vector<std::string> schedules(std::size_t index) const = 0;
  // None if the cell has no figures at all.
  virtual bool recorded(std::size_t index) const = 0;
  // [s] of the first `epochs` (all of them up to the last) of training with this seed (none: mean).
  virtual std::optional<double> training_seconds(std::size_t index, const ResolvedQuestion& question) const = 0;
};

// From the trials of an imported official file.
std::unique_ptr<Figures> make_recorded_figures(std::shared_ptr<const Records> records);
// From the columns of a table of means.
std::unique_ptr<Figures> make_column_figures(std::shared_ptr<const Table> table);

}  // namespace cellar
