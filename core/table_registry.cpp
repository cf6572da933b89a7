#include "core/table_registry.hpp"

#include "core/named_entries.hpp"

namespace cellar {

void TableRegistry::add(TableEntry entry) {
  require(entry.open != nullptr, "a table is added that nothing opens");
  add_entry(entries_, std::move(entry), "table");
}

const TableEntry* TableRegistry::find(std::string_view name) const { return find_entry(entries_, name); }

}  // namespace cellar
