#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/budget.hpp"
#include "core/options.hpp"
#include "core/oracle.hpp"
#include "core/space.hpp"

namespace cellar {

// An oracle of one's own with its options set, ready to be made for a data set.
class OracleConfiguration {
 public:
  virtual ~OracleConfiguration() = default;
  virtual OptionList& options() = 0;
  virtual const OptionList& options() const = 0;
  // The oracle may keep the space. An Error for a data set that it does not know.
  virtual std::shared_ptr<const Oracle> create(std::shared_ptr<const SearchSpace> space,
                                               const std::string& dataset) const = 0;
};

// The configuration of an oracle type O with `struct O::Options { …; void describe(OptionList&); }` and a constructor
// O(std::shared_ptr<const SearchSpace>, const std::string& dataset, const O::Options&).
template <class O>
class OracleConfigurationOf final : public OracleConfiguration {
 public:
  OracleConfigurationOf() { values_.describe(list_); }
  OracleConfigurationOf(const OracleConfigurationOf&) = delete;  // list_ is bound to values_
  OracleConfigurationOf& operator=(const OracleConfigurationOf&) = delete;

  OptionList& options() override { return list_; }
  const OptionList& options() const override { return list_; }
  std::shared_ptr<const Oracle> create(std::shared_ptr<const SearchSpace> space,
                                       const std::string& dataset) const override {
    return std::make_shared<const O>(std::move(space), dataset, values_);
  }

 private:
  typename O::Options values_;
  OptionList list_;
};

struct OracleEntry {
  std::string name;
  std::string summary = {};                // one line
  std::string space = {};                  // the search space that it is about; empty: any
  std::vector<std::string> datasets = {};  // that it knows; empty: it takes any name
  std::optional<Budget> budget = {};       // of a search, where its user says none
  int behaviour = 1;                       // raised with every change of what it answers: a setting of its runs
  std::string code = {};  // the library that brings it, and its checksum; set where a plug-in is loaded
  std::function<std::unique_ptr<OracleConfiguration>()> configure = nullptr;  // set by the registry
};

// An oracle and how it is configured, as `mine(noise=0.5)` names it.
struct ConfiguredOracle {
  const OracleEntry* entry = nullptr;
  std::unique_ptr<OracleConfiguration> configuration;

  // With all of its options: what it answers depends on them.
  std::string text() const;
};

// The oracles that can be named beside tables; plug-ins add them.
class OracleRegistry {
 public:
  // O: see OracleConfigurationOf. A name that is there already is an Error.
  template <class O>
  void add(OracleEntry entry) {
    add(std::move(entry), [] { return std::make_unique<OracleConfigurationOf<O>>(); });
  }
  void add(OracleEntry entry, std::function<std::unique_ptr<OracleConfiguration>()> configure);
  void set_code(std::string code) { code_ = std::move(code); }

  const std::vector<std::unique_ptr<OracleEntry>>& entries() const { return entries_; }
  const OracleEntry& at(std::string_view name) const;
  // Parses a spelling, "mine" or "mine(noise=0.5)".
  ConfiguredOracle configure(std::string_view spelling) const;

 private:
  friend struct PluginLayout;

  std::string code_;
  std::vector<std::unique_ptr<OracleEntry>> entries_;  // by pointer: addresses stay when plug-ins add more
};

}  // namespace cellar
