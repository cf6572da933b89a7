#include "core/trace_header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace cellar {

namespace {

constexpr std::string_view kFirstLine = "# cellar trace 1\n";

}  // namespace

bool is_setting(std::string_view key) {
  constexpr std::array kOthers = {"program", "table_file", "plugins", "imported", "device", "torch_threads"};
  return std::find(kOthers.begin(), kOthers.end(), key) == kOthers.end();
}

void TraceHeader::set(std::string key, std::string value) {
  std::replace(value.begin(), value.end(), '\n', ' ');
  entries_.emplace_back(std::move(key), std::move(value));
}

std::optional<std::string> TraceHeader::get(std::string_view key) const {
  for (const auto& [name, value] : entries_) {
    if (name == key) return value;
  }
  return std::nullopt;
}

std::string TraceHeader::text() const {
  std::string text(kFirstLine);
  for (const auto& [key, value] : entries_) text += fmt::format("# {}: {}\n", key, value);
  return text;
}

bool TraceHeader::may_begin(std::string_view text) { return kFirstLine.starts_with(text.substr(0, kFirstLine.size())); }

std::optional<TraceHeader> TraceHeader::parse(std::string_view text, std::size_t& used) {
  if (!text.starts_with(kFirstLine)) return std::nullopt;
  TraceHeader header;
  used = kFirstLine.size();
  while (text.substr(used).starts_with("# ")) {
    const std::size_t end = text.find('\n', used);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = text.substr(used + 2, end - used - 2);
    const std::size_t colon = line.find(": ");
    if (colon == std::string_view::npos) return std::nullopt;
    header.set(std::string(line.substr(0, colon)), std::string(line.substr(colon + 2)));
    used = end + 1;
  }
  if (used == text.size() || text[used] == '#') return std::nullopt;  // more was to follow
  return header;
}

std::optional<std::string> difference(const TraceHeader& recorded, const TraceHeader& wanted,
                                      const std::vector<std::string>& keys) {
  const auto matters = [&](const std::string& key) {
    return is_setting(key) && (keys.empty() || std::find(keys.begin(), keys.end(), key) != keys.end());
  };
  for (const auto& [key, value] : wanted.entries()) {
    const std::string before = recorded.get(key).value_or("nothing");
    if (matters(key) && before != value) return fmt::format("{} was {} and is now {}", key, before, value);
  }
  for (const auto& [key, value] : recorded.entries()) {
    if (matters(key) && !wanted.get(key)) return fmt::format("{} was {} and is now nothing", key, value);
  }
  return std::nullopt;
}

}  // namespace cellar
