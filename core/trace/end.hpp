#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cellar {

// The line after the last row, "# end: budget 0123456789abcdef": why the run ended, and the XXH3-64 of all bytes before
// the line, by which damage is noticed. A trace that another program wrote may leave the checksum out.
struct TraceEnd {
  std::string reason;  // "budget", "finished"
  std::optional<std::uint64_t> checksum{};

  std::string line() const;  // with the line end
  // Of a line without its end. None if it does not begin as one does; an Error if the rest is wrong.
  static std::optional<TraceEnd> parse(std::string_view line);
  // Whether these are the bytes that the checksum was made of.
  bool fits(std::string_view before) const;
};

// The end of a whole text, and the text before it; none if its last line is none.
struct EndedTrace {
  std::string_view before;
  TraceEnd end;
};
std::optional<EndedTrace> ended_trace(std::string_view text);

}  // namespace cellar
