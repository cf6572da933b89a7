#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/space.hpp"
#include "core/trace/fields.hpp"
#include "core/trace/row.hpp"

namespace cellar {

// The spelling of rows in one space: CSV, one line each, doubles in the shortest form that reads back to the same bits,
// absent values empty. `recommended` is an index (the spelling, where the space has no indices).
class TraceFormat {
 public:
  // `has_seconds`: time passes in the run; otherwise the columns of seconds stay empty. A ContractError for names that
  // CSV cannot hold.
  TraceFormat(const SearchSpace& space, TraceColumns columns, bool has_seconds = true);

  const TraceColumns& columns() const { return columns_; }
  // The names, with the line end.
  std::string column_line() const;
  // Appends one line with its line end.
  void append(std::string& text, const TraceRow& row) const;
  // The inverse, without the line end; an Error says which field is wrong and what is allowed.
  TraceRow parse(std::string_view line) const;

 private:
  void append_seconds(std::string& text, double seconds) const;
  void append_recommended(std::string& text, const std::optional<Architecture>& arch) const;
  std::optional<Architecture> parse_recommended(std::string_view field) const;

  const SearchSpace& space_;
  TraceColumns columns_;
  bool has_seconds_;
};

}  // namespace cellar
