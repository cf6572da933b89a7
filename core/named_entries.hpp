#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "core/errors.hpp"
#include "core/spelling.hpp"

namespace cellar {

// What registries of plain entries share: each has a name.
template <class Entry>
const Entry* find_entry(const std::vector<Entry>& entries, std::string_view name) {
  const auto found =
      std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) { return entry.name == name; });
  return found == entries.end() ? nullptr : &*found;
}

// `kind` is what messages call it. An Error for a name that cannot be one, or is there already.
template <class Entry>
void add_entry(std::vector<Entry>& entries, Entry entry, std::string_view kind) {
  check_registered_name(kind, entry.name);
  if (find_entry(entries, entry.name)) throw Error(fmt::format("there is a {} '{}' already", kind, entry.name));
  entries.push_back(std::move(entry));
}

}  // namespace cellar
