#include "core/registry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "core/checksum.hpp"
#include "core/errors.hpp"
#include "core/printable.hpp"
#include "core/spelling.hpp"
#include "core/suggest.hpp"

namespace cellar {

namespace {

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

std::string ConfiguredSearcher::spelling() const { return spelled(entry->name, configuration->options().changed()); }

std::string ConfiguredSearcher::label() const {
  std::string text = spelled(entry->name, configuration->options().changed_and(written));
  for (const std::string& other : also) text += " = " + other;
  return text;
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
  check_registered_name("searcher", entry.name);
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

ConfiguredSearcher SearcherRegistry::configure(std::string_view spelling) const { return configure_over(spelling, {}); }

ConfiguredSearcher SearcherRegistry::configure_small(std::string_view spelling) const {
  return configure_over(spelling, at(name_in(spelling)).small_options);
}

ConfiguredSearcher SearcherRegistry::configure_over(std::string_view spelling, std::string_view defaults) const {
  const SearcherEntry& entry = at(name_in(spelling));
  ConfiguredSearcher searcher{&entry, entry.configure(), {}};
  OptionList& options = searcher.configuration->options();
  set_options(options, entry.name, defaults);
  searcher.written = set_spelled(options, entry.name, spelling);
  return searcher;
}

void SpaceRegistry::add(SpaceEntry entry) {
  check_registered_name("search space", entry.name);
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
