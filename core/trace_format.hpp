#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/space.hpp"
#include "core/trace.hpp"

namespace cellar {

// The columns of every trace; those that a searcher declares follow.
inline constexpr std::string_view kTraceColumns =
    "trial,status,worker,start_seconds,end_seconds,architecture,index,epochs,schedule,continues,observed,cost_seconds,"
    "incumbent,recommended,tag";

// What the line after the last row begins with; the reason of the end follows.
inline constexpr std::string_view kTraceEnd = "# end: ";

// The spelling of rows: CSV, one line each, doubles in the shortest form that reads back to the same bits, absent
// values empty. `incumbent` and `recommended` are indices (the spelling, where the space has no indices).
class TraceFormat {
 public:
  explicit TraceFormat(const SearchSpace& space, std::vector<std::string> extra_columns = {});

  // "trial,status,worker,start_seconds,…" with the line end.
  std::string column_line() const;
  // Appends one line with its line end.
  void append(std::string& text, const TraceRow& row) const;
  // The inverse, without the line end; an Error says which field is wrong and what is allowed.
  TraceRow parse(std::string_view line) const;

 private:
  void append_key(std::string& text, const std::optional<Architecture>& arch) const;
  std::optional<Architecture> parse_key(std::string_view field, const char* column) const;

  const SearchSpace& space_;
  std::vector<std::string> extra_columns_;
};

}  // namespace cellar
