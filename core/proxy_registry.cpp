#include "core/proxy_registry.hpp"

#include "core/named_entries.hpp"

namespace cellar {

void ProxyRegistry::add(ProxyEntry entry) {
  require(entry.scores != nullptr, "a proxy is added that scores nothing");
  entry.code = code_;
  add_entry(entries_, std::move(entry), "proxy");
}

const ProxyEntry* ProxyRegistry::find(std::string_view name) const { return find_entry(entries_, name); }

}  // namespace cellar
