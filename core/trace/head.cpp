#include "core/trace/head.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/checksum.hpp"
#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "core/printable.hpp"

namespace cellar {

namespace {

constexpr std::string_view kBegin = "# cellar trace ";
constexpr std::string_view kSetting = "# setting ", kInfo = "# info ";

bool is_key(std::string_view text) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  return !text.empty() && std::all_of(text.begin(), text.end(), fits);
}

// The length of the first line with its end; none where the text ends before. An Error if it begins no trace that can
// be read here.
std::optional<std::size_t> read_first_line(std::string_view text) {
  if (!text.starts_with(kBegin)) {
    if (kBegin.starts_with(text)) return std::nullopt;
    const std::string_view first = text.substr(0, text.find('\n'));
    throw Error(fmt::format("line 1: '{}' does not begin a trace ('{}{}' does)", printable(first), kBegin,
                            TraceHead::kVersion));
  }
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view number = text.substr(kBegin.size(), end - kBegin.size());
  const auto version = parse_number<int>(number);
  if (version == TraceHead::kVersion) return end + 1;
  if (version && *version > TraceHead::kVersion) {
    throw Error(
        fmt::format("line 1: a trace of version {}, made by a later cellar; this one reads version {}: update it",
                    *version, TraceHead::kVersion));
  }
  throw Error(
      fmt::format("line 1: a trace of version {}, from before the first release; this cellar reads version {}: "
                  "move it away and run it anew",
                  printable(number), TraceHead::kVersion));
}

// Those of one key, in order.
std::vector<std::string> settings_of(const TraceHead& head, std::string_view key) {
  std::vector<std::string> values;
  for (const TraceHead::Entry& entry : head.entries()) {
    if (entry.is_setting && entry.key == key) values.push_back(entry.value);
  }
  return values;
}

std::string in_words(const std::vector<std::string>& values) {
  return values.empty() ? "nothing" : fmt::format("{}", fmt::join(values, " and "));
}

}  // namespace

void TraceHead::add(std::string key, std::string value, bool is_setting) {
  require(is_key(key), "a key of a trace's head has other characters than a-z, 0-9 and '_'");
  std::replace(value.begin(), value.end(), '\n', ' ');
  entries_.push_back({std::move(key), std::move(value), is_setting});
}

std::optional<std::string> TraceHead::get(std::string_view key) const {
  for (const Entry& entry : entries_) {
    if (entry.key == key) return entry.value;
  }
  return std::nullopt;
}

std::vector<std::string> TraceHead::all(std::string_view key) const {
  std::vector<std::string> values;
  for (const Entry& entry : entries_) {
    if (entry.key == key) values.push_back(entry.value);
  }
  return values;
}

std::string TraceHead::text() const {
  std::string text = fmt::format("{}{}\n", kBegin, kVersion);
  for (const Entry& entry : entries_) {
    text += fmt::format("{}{}: {}\n", entry.is_setting ? kSetting : kInfo, entry.key, entry.value);
  }
  return text;
}

std::string TraceHead::experiment() const {
  std::vector<std::string> lines;
  for (const Entry& entry : entries_) {
    if (entry.is_setting && entry.key != kSeedKey) lines.push_back(fmt::format("{}: {}\n", entry.key, entry.value));
  }
  std::stable_sort(lines.begin(), lines.end(), [](const std::string& a, const std::string& b) {
    return a.substr(0, a.find(':')) < b.substr(0, b.find(':'));
  });
  const std::string text = fmt::format("{}", fmt::join(lines, ""));
  return fmt::format("{:016x}", xxh3(std::as_bytes(std::span(text))));
}

bool TraceHead::may_begin(std::string_view text) { return kBegin.starts_with(text.substr(0, kBegin.size())); }

std::optional<TraceHead> TraceHead::parse(std::string_view text, std::size_t& used) {
  const auto first = read_first_line(text);
  if (!first) return std::nullopt;
  TraceHead head;
  used = *first;
  for (int number = 2; text.substr(used).starts_with('#'); ++number) {
    const std::size_t end = text.find('\n', used);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = text.substr(used, end - used);
    const bool is_setting = line.starts_with(kSetting);
    const std::string_view rest = line.substr(std::min((is_setting ? kSetting : kInfo).size(), line.size()));
    const std::size_t colon = rest.find(": ");
    if ((!is_setting && !line.starts_with(kInfo)) || colon == std::string_view::npos ||
        !is_key(rest.substr(0, colon))) {
      throw Error(
          fmt::format("line {}: '{}' is no line of a trace's head: '# setting KEY: VALUE' or '# info KEY: VALUE' "
                      "is needed",
                      number, printable(line)));
    }
    head.add(std::string(rest.substr(0, colon)), std::string(rest.substr(colon + 2)), is_setting);
    used = end + 1;
  }
  if (used == text.size()) return std::nullopt;  // more was to follow
  return head;
}

std::string SettingDifference::text() const { return fmt::format("{} was {} and is now {}", key, before, now); }

std::optional<SettingDifference> difference(const TraceHead& recorded, const TraceHead& wanted,
                                            const std::vector<std::string_view>& keys) {
  std::vector<std::string> known;
  for (const TraceHead* const head : {&wanted, &recorded}) {
    for (const TraceHead::Entry& entry : head->entries()) {
      const bool asked = keys.empty() || std::find(keys.begin(), keys.end(), entry.key) != keys.end();
      const bool is_new = std::find(known.begin(), known.end(), entry.key) == known.end();
      if (entry.is_setting && asked && is_new && entry.key != kSeedKey) known.push_back(entry.key);
    }
  }
  if (keys.empty()) known.emplace_back(kSeedKey);
  for (const std::string& key : known) {
    const auto before = settings_of(recorded, key), now = settings_of(wanted, key);
    if (before != now) return SettingDifference{key, in_words(before), in_words(now)};
  }
  return std::nullopt;
}

}  // namespace cellar
