#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cellar {

class Table;

// A table that a plug-in brings, as `--table NAME` names it. Its space is one that is registered, too, or one that the
// table carries as a text.
struct TableEntry {
  std::string name;
  std::string summary = {};
  std::function<std::shared_ptr<const Table>()> open;
};

class TableRegistry {
 public:
  void add(TableEntry entry);
  const std::vector<TableEntry>& entries() const { return entries_; }
  const TableEntry* find(std::string_view name) const;  // nullptr: there is none

 private:
  friend struct PluginLayout;

  std::vector<TableEntry> entries_;
};

}  // namespace cellar
