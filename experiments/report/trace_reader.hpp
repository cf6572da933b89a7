#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/trace/head_text.hpp"
#include "core/trace/identity.hpp"
#include "core/trace/incumbent.hpp"

namespace cellar {

// What a run's progress is counted in: simulated time, evaluations (over tables without prices there is no time), or
// epochs of training: of an evaluation those that it adds to the one it continues, of a row "worked" one.
enum class Axis { seconds, evaluations, epochs };
constexpr const char* axis_name(Axis axis) {
  return axis == Axis::seconds ? "seconds" : axis == Axis::evaluations ? "evaluations" : "epochs";
}

// A column that the searcher declares, by row; NaN: no value.
struct OwnColumn {
  std::string name;
  std::vector<double> values;
};

// What reports need of one run: when a trial ended, and which architecture the run stood for from then on. Rows are in
// order of end time.
struct RunTrace {
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

  std::string file;
  std::size_t first_line = 0;  // the line of row 0 in the file, from 1
  bool complete = false;       // has its '# end:' line
  bool mixes_epochs = false;   // its incumbents are of different numbers of epochs
  std::vector<double> end_seconds;
  std::vector<std::uint32_t> choice;    // the recommended architecture's index, else the incumbent's; kNone: neither
  std::vector<double> evaluations;      // trials asked, whether they failed or not, up to and with this row
  std::vector<std::uint32_t> failures;  // trials asked that have no values, up to and with this row
  std::vector<double> epochs;           // of training, up to and with this row
  std::vector<OwnColumn> own;           // where there is no table also what was observed of the choice, by objective

  std::size_t size() const { return end_seconds.size(); }
  const std::vector<double>& progress(Axis axis) const {
    return axis == Axis::seconds ? end_seconds : axis == Axis::evaluations ? evaluations : epochs;
  }
  // nullptr: the searcher has no column of this name.
  const OwnColumn* column(const std::string& name) const;
  // How many rows have ended by then.
  std::size_t finished(double time, Axis axis = Axis::seconds) const;
};

// The head of a trace, and what it says.
struct ReadHead {
  TraceHead head;
  RunIdentity identity;
};

struct ParsedTrace {
  std::shared_ptr<const ReadHead> head;
  RunTrace run;
};

// What counts as an incumbent, where the searcher does not recommend: core/trace/incumbent.hpp.
using IncumbentCounts = Incumbent<std::uint32_t>::Counts;

// Reads traces from their texts. Those on end whose heads differ in the seed alone have one head together, which is
// read once, and whose seed is that of one of them.
class TraceReader {
 public:
  explicit TraceReader(IncumbentCounts counts = IncumbentCounts::most_epochs) : counts_(counts) {}

  // `file` is what messages call it. A last line without line end (a run killed while writing it) is dropped; none if
  // not even the head is complete. Only the fields that reports need are looked at. An Error names the file, the line
  // and what is wrong with it.
  std::optional<ParsedTrace> parse(std::string_view text, const std::string& file);

 private:
  std::size_t read_head(std::string_view text, const std::string& file);

  IncumbentCounts counts_;
  HeadText text_;
  std::shared_ptr<const ReadHead> head_;  // the last
};

// One trace alone.
std::optional<ParsedTrace> parse_trace(std::string_view text, const std::string& file,
                                       IncumbentCounts counts = IncumbentCounts::most_epochs);

}  // namespace cellar
