#include "core/registry.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"
#include "core/suggest.hpp"

namespace cellar {

namespace {

// A name can stand in a folder name, a CSV field and a spelling.
void check_name(std::string_view kind, std::string_view name) {
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; };
  bool good = !name.empty() && name.front() != '-';
  for (const char c : name) good = good && allowed(c);
  if (!good) {
    throw Error(fmt::format("'{}' cannot name a {}: allowed are a-z, 0-9, '-' and '_'", name, kind));
  }
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::string_view name_in(std::string_view spelling) { return trim(spelling.substr(0, spelling.find('('))); }

void set_options(OptionList& options, std::string_view owner, std::string_view assignments) {
  std::vector<std::string_view> names;
  while (!assignments.empty()) {
    const std::size_t comma = assignments.find(',');
    const std::string_view one = trim(assignments.substr(0, comma));
    const std::size_t equals = one.find('=');
    if (equals == std::string_view::npos) {
      throw Error(fmt::format("{}: '{}' is no option; write name=value, as in {}(name=value)", owner, one, owner));
    }
    names.push_back(trim(one.substr(0, equals)));
    if (std::count(names.begin(), names.end(), names.back()) > 1) {
      throw Error(fmt::format("{}: option {} is given twice", owner, names.back()));
    }
    options.set(owner, names.back(), trim(one.substr(equals + 1)));
    assignments.remove_prefix(comma == std::string_view::npos ? assignments.size() : comma + 1);
  }
}

template <class Entries>
std::vector<std::string> names_of(const Entries& entries) {
  std::vector<std::string> names;
  names.reserve(entries.size());
  for (const auto& entry : entries) names.push_back(entry->name);
  return names;
}

}  // namespace

std::string ConfiguredSearcher::spelling() const {
  const std::string changed = configuration->options().changed();
  return changed.empty() ? entry->name : fmt::format("{}({})", entry->name, changed);
}

void SearcherRegistry::add_entry(SearcherEntry entry) {
  check_name("searcher", entry.name);
  for (const auto& other : entries_) {
    if (other->name == entry.name) throw Error(fmt::format("there is a searcher '{}' already", entry.name));
  }
  entry.code = code_;
  entries_.push_back(std::make_unique<SearcherEntry>(std::move(entry)));
}

const SearcherEntry& SearcherRegistry::at(std::string_view name) const {
  for (const auto& entry : entries_) {
    if (entry->name == name) return *entry;
  }
  throw Error(unknown_name("searcher", name, names_of(entries_)));
}

ConfiguredSearcher SearcherRegistry::configure(std::string_view spelling) const {
  return configure_over(trim(spelling), {});
}

ConfiguredSearcher SearcherRegistry::configure_small(std::string_view spelling) const {
  const std::string_view text = trim(spelling);
  return configure_over(text, at(name_in(text)).small_options);
}

ConfiguredSearcher SearcherRegistry::configure_over(std::string_view text, std::string_view defaults) const {
  const SearcherEntry& entry = at(name_in(text));
  ConfiguredSearcher searcher{&entry, entry.configure()};
  set_options(searcher.configuration->options(), entry.name, defaults);
  const std::size_t open = text.find('(');
  if (open == std::string_view::npos) return searcher;
  if (text.back() != ')') {
    throw Error(fmt::format("'{}' lacks its ')': write {}(name=value,name=value)", text, entry.name));
  }
  set_options(searcher.configuration->options(), entry.name, text.substr(open + 1, text.size() - open - 2));
  return searcher;
}

void SpaceRegistry::add(SpaceEntry entry) {
  check_name("search space", entry.name);
  for (const SpaceEntry& other : entries_) {
    if (other.name == entry.name) throw Error(fmt::format("there is a search space '{}' already", entry.name));
  }
  entry.code = code_;
  entries_.push_back(std::move(entry));
}

const SpaceEntry& SpaceRegistry::at(std::string_view name) const {
  std::vector<std::string> known;
  for (const SpaceEntry& entry : entries_) {
    if (entry.name == name) return entry;
    known.push_back(entry.name);
  }
  throw Error(unknown_name("search space", name, known));
}

}  // namespace cellar
