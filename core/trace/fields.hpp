#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/objective.hpp"
#include "core/trace/row.hpp"

namespace cellar {

// The columns of a trace, in order: kFirstColumns, one for each objective, kLastColumns, and the searcher's own.
struct TraceColumns {
  std::vector<std::string> objectives;  // full names
  std::vector<std::string> own;

  static TraceColumns of(std::span<const Objective> objectives, std::vector<std::string> own);

  // "trial,status,worker,start_seconds,…", without a line end.
  std::string line() const;
  // The inverse; an Error says what is wrong.
  static TraceColumns parse(std::string_view line);
};

inline constexpr std::string_view kFirstColumns =
    "trial,status,worker,start_seconds,end_seconds,architecture,index,epochs,schedule,continues";
inline constexpr std::string_view kLastColumns = "cost_seconds,recommended,tag";

// Whether the column line and the head can hold it as the name of an objective or of a searcher's column: it is not
// empty and holds none of , ; " # and line ends.
bool is_column_name(std::string_view name);
// Whether it is one of kFirstColumns or kLastColumns.
bool is_fixed_column(std::string_view name);

std::string_view status_name(TraceRow::Status status);

// The fields of a row, each read when it is asked for: the one grammar of rows, for those that make a run again and for
// reports, which look at few of them. An Error names the column and what is allowed there. The line and the columns
// must outlive it.
class TraceFields {
 public:
  // Takes one line without its end.
  TraceFields(std::string_view line, const TraceColumns& columns);

  int trial() const;
  TraceRow::Status status() const;
  int worker() const;
  double start_seconds() const { return seconds(kStart, "start_seconds"); }
  double end_seconds() const { return seconds(kEnd, "end_seconds"); }
  double cost_seconds() const { return seconds(kAfterObjectives, "cost_seconds"); }
  std::string_view architecture() const { return field(kArchitecture); }
  std::string_view index() const { return field(kIndex); }
  Fidelity fidelity() const;
  std::optional<int> continues() const;
  // None where the training failed, or nothing was asked. `status`: of the row, which must agree.
  Values values(TraceRow::Status status) const;
  // The index, or the spelling in a space that has no indices; empty: it recommends nothing.
  std::string_view recommended() const { return field(kAfterObjectives + objectives_ + 1); }
  int tag() const;
  // The searcher's own values, in order; NaN: no value.
  template <class Take>
  void own(Take take) const {
    std::string_view rest = own_;
    for (std::size_t i = 0; i < columns_.own.size(); ++i) {
      const std::string_view text = rest.substr(0, rest.find(','));
      take(i, own_value(text, i));
      rest.remove_prefix(std::min(text.size() + 1, rest.size()));
    }
  }

 private:
  enum Column : std::size_t {
    kTrial,
    kStatus,
    kWorker,
    kStart,
    kEnd,
    kArchitecture,
    kIndex,
    kEpochs,
    kSchedule,
    kContinues,
    kAfterObjectives  // moved by the number of objectives
  };
  static constexpr std::size_t kMost = kAfterObjectives + kMaxObjectives + 3;

  std::string_view field(std::size_t column) const {
    const char* const begin = column == 0 ? begin_ : ends_[column - 1] + 1;
    return {begin, static_cast<std::size_t>(ends_[column] - begin)};
  }
  double seconds(std::size_t column, const char* name) const;
  int whole(std::size_t column, const char* name) const;
  double own_value(std::string_view text, std::size_t column) const;

  const TraceColumns& columns_;
  std::size_t objectives_;
  const char* begin_;
  std::array<const char*, kMost> ends_;  // of the fields that there are
  std::string_view own_;
};

}  // namespace cellar
