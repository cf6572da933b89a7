#include "core/registry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "core/checksum.hpp"
#include "core/errors.hpp"
#include "core/printable.hpp"
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

// Where the first comma stands that is in no quotes and no parentheses.
std::size_t end_of_assignment(std::string_view text) {
  int depth = 0;
  bool in_quotes = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\'') in_quotes = !in_quotes;
    if (in_quotes) continue;
    depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
    if (text[i] == ',' && depth == 0) return i;
  }
  return std::string_view::npos;
}

void set_options(OptionList& options, std::string_view owner, std::string_view assignments) {
  std::vector<std::string_view> names;
  while (!assignments.empty()) {
    const std::size_t comma = end_of_assignment(assignments);
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

// Spellings stand in fields of CSV; a plug-in's are tried before anything is written.
void check_spellings(const SearchSpace& space) {
  constexpr int kTries = 50;
  Rng rng(0);
  for (int i = 0; i < kTries; ++i) {
    const Architecture arch = space.random(rng);
    const std::string text = space.format(arch);
    if (text.empty() || text.find_first_of(",\"#\n\r") != std::string::npos) {
      throw Error(
          fmt::format("search space '{}' spells an architecture '{}': a comma, a quote, # and a line end are not "
                      "allowed in it, nor is nothing",
                      space.name(), printable(text)));
    }
    if (space.parse(text) != arch) {
      throw Error(fmt::format("search space '{}' does not read '{}' back as the architecture that it spells so",
                              space.name(), printable(text)));
    }
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

std::string ConfiguredSearcher::folder() const {
  constexpr std::size_t kMost = 120, kKept = 80;
  const std::string text = spelling();
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("()=,._+-").find(c) != std::string_view::npos;
  };
  if (text.size() <= kMost && std::all_of(text.begin(), text.end(), fits)) return text;
  std::string slug = text.substr(0, kKept);
  std::replace_if(
      slug.begin(), slug.end(), [&](char c) { return !fits(c); }, '-');
  return fmt::format("{}-{:08x}", slug, xxh3(std::as_bytes(std::span(text))) >> 32);
}

void SearcherRegistry::add(SearcherEntry entry, std::function<std::unique_ptr<Configuration>()> configure) {
  require(configure != nullptr, "a searcher is added that nothing configures");
  entry.configure = std::move(configure);
  add_entry(std::move(entry));
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
  if (!code_.empty()) check_spellings(*entry.create());
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
