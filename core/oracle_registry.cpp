#include "core/oracle_registry.hpp"

#include <fmt/format.h>

#include "core/errors.hpp"
#include "core/spelling.hpp"
#include "core/suggest.hpp"

namespace cellar {

std::string ConfiguredOracle::text() const { return spelled(entry->name, configuration->options().all()); }

void OracleRegistry::add(OracleEntry entry, std::function<std::unique_ptr<OracleConfiguration>()> configure) {
  require(configure != nullptr, "an oracle is added that nothing configures");
  check_registered_name("oracle", entry.name);
  for (const auto& other : entries_) {
    if (other->name == entry.name) throw Error(fmt::format("there is an oracle '{}' already", entry.name));
  }
  entry.configure = std::move(configure);
  entry.code = code_;
  entries_.push_back(std::make_unique<OracleEntry>(std::move(entry)));
}

const OracleEntry& OracleRegistry::at(std::string_view name) const {
  std::vector<std::string> known;
  for (const auto& entry : entries_) {
    if (entry->name == name) return *entry;
    known.push_back(entry->name);
  }
  if (known.empty()) throw Error(fmt::format("there is no oracle '{}': --plugin LIBRARY brings some", name));
  throw Error(unknown_name("oracle", name, known));
}

ConfiguredOracle OracleRegistry::configure(std::string_view spelling) const {
  const OracleEntry& entry = at(name_in(spelling));
  ConfiguredOracle oracle{&entry, entry.configure()};
  set_spelled(oracle.configuration->options(), entry.name, spelling);
  return oracle;
}

}  // namespace cellar
