#include "core/trace/end.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <span>

#include "core/checksum.hpp"
#include "core/errors.hpp"
#include "core/printable.hpp"

namespace cellar {

namespace {

constexpr std::string_view kBegin = "# end: ";
constexpr std::size_t kDigits = 16;

bool is_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

std::string TraceEnd::line() const {
  return checksum ? fmt::format("{}{} {:016x}\n", kBegin, reason, *checksum) : fmt::format("{}{}\n", kBegin, reason);
}

std::optional<TraceEnd> TraceEnd::parse(std::string_view line) {
  if (!line.starts_with(kBegin)) return std::nullopt;
  const std::string_view rest = line.substr(kBegin.size());
  const std::size_t space = rest.find(' ');
  TraceEnd end{std::string(rest.substr(0, space)), {}};
  bool good = is_word(end.reason);
  if (space != std::string_view::npos) {
    const std::string_view digits = rest.substr(space + 1);
    std::uint64_t value = 0;
    const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    good = good && digits.size() == kDigits && error == std::errc() && stop == digits.data() + digits.size();
    end.checksum = value;
  }
  if (!good) {
    throw Error(fmt::format("'{}' does not end a trace: '{}REASON' and a checksum of {} hexadecimal digits are needed",
                            printable(line), kBegin, kDigits));
  }
  return end;
}

bool TraceEnd::fits(std::string_view before) const {
  return !checksum || *checksum == xxh3(std::as_bytes(std::span(before)));
}

std::optional<EndedTrace> ended_trace(std::string_view text) {
  if (!text.ends_with('\n')) return std::nullopt;
  const std::size_t before = text.rfind('\n', text.size() - 2);
  if (text.size() < 2 || before == std::string_view::npos) return std::nullopt;
  const auto end = TraceEnd::parse(text.substr(before + 1, text.size() - before - 2));
  if (!end) return std::nullopt;
  return EndedTrace{text.substr(0, before + 1), *end};
}

}  // namespace cellar
