#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/options.hpp"
#include "core/random.hpp"
#include "core/searcher.hpp"

namespace cellar {

// One searcher with its options set, ready to be created for any problem and seed.
class Configuration {
 public:
  virtual ~Configuration() = default;
  virtual OptionList& options() = 0;
  virtual const OptionList& options() const = 0;
  // `seed` is the run's; the searcher's random numbers derive from it.
  virtual std::unique_ptr<Searcher> create(const Problem& problem, std::uint64_t seed,
                                           const Resources& resources) const = 0;
};

// The random numbers of a searcher in a run of this seed, apart from the oracle's draws.
inline Rng searcher_rng(std::uint64_t seed) {
  constexpr std::uint64_t kSearcherStream = 0x5ea7c4e7;
  return Rng(derive_seed(seed, kSearcherStream));
}

// The configuration of a searcher type S with `struct S::Options { …; void describe(OptionList&); }` and a constructor
// S(const Problem&, const S::Options&, Rng), optionally with a fourth parameter const Resources&.
template <class S>
class ConfigurationOf final : public Configuration {
 public:
  ConfigurationOf() { values_.describe(list_); }
  ConfigurationOf(const ConfigurationOf&) = delete;  // list_ is bound to values_
  ConfigurationOf& operator=(const ConfigurationOf&) = delete;

  OptionList& options() override { return list_; }
  const OptionList& options() const override { return list_; }

  std::unique_ptr<Searcher> create(const Problem& problem, std::uint64_t seed,
                                   const Resources& resources) const override {
    const Rng rng = searcher_rng(seed);
    if constexpr (std::is_constructible_v<S, const Problem&, const typename S::Options&, Rng, const Resources&>) {
      return std::make_unique<S>(problem, values_, rng, resources);
    } else {
      return std::make_unique<S>(problem, values_, rng);
    }
  }

 private:
  typename S::Options values_;
  OptionList list_;
};

// How an interrupted run goes on: by repeating what its trace records, or from the state that the searcher saved after
// its last row (weight sharing, whose weights no replay rebuilds in reasonable time).
enum class Continuation { replay, state };

// What there is to say of a searcher that trains by itself (Worked) instead of asking an oracle.
struct OwnTraining {
  std::string observed;  // what it learns from, in words
  // Where the seconds come from that it says it worked, in words.
  std::function<std::string(const OptionList&)> price;
};

struct SearcherEntry {
  std::string name;
  std::string summary = {};     // one line
  std::string source = {};      // the paper, or the original's file
  bool multi_fidelity = false;  // asks for trainings shorter than the full one
  bool ends_by_itself = false;  // returns Finished; has no default budget
  Continuation continuation = Continuation::replay;
  std::string small_options = {};            // with which it is tried in seconds, as in "images=toy,epochs=3"
  std::optional<OwnTraining> training = {};  // of one that trains by itself; none: it asks an oracle
  int behaviour = 1;                         // raised with every change of what it does: a setting of its runs
  std::string code = {};  // the library that brings it, and its checksum; set where a plug-in is loaded
  std::function<std::unique_ptr<Configuration>()> configure = nullptr;  // set by the registry

  // Instead of asking an oracle.
  bool trains_by_itself() const { return training.has_value(); }
};

// A searcher and how it is configured, as `evolution(population=20)` names it.
struct ConfiguredSearcher {
  const SearcherEntry* entry = nullptr;
  std::unique_ptr<Configuration> configuration;
  std::vector<std::string> written = {};  // the options that were named, in order
  std::vector<std::string> also = {};     // other labels of the same runs

  // "evolution(population=20,sample=5)": what differs from the defaults, in declared order; equal where runs are equal.
  std::string spelling() const;
  // The same with the options that were written although they are the defaults; with the other labels of its runs,
  // "evolution = evolution(population=10)".
  std::string label() const;
  // The name of a folder for its runs: the spelling, or, where that is long or has characters that paths dislike, what
  // is left of it and a hash.
  std::string folder() const;
};

// The searchers that can be named; filled by one explicit list (searchers/builtin.cpp) and by plug-ins.
class SearcherRegistry {
 public:
  // S: see ConfigurationOf. A name that is there already is an Error.
  template <class S>
  void add(SearcherEntry entry) {
    entry.configure = [] { return std::make_unique<ConfigurationOf<S>>(); };
    add_entry(std::move(entry));
  }

  // What is added from now on comes from this library; empty: it is built in.
  void set_code(std::string code) { code_ = std::move(code); }

  // One whose type and options are known at run time: `configure` makes a configuration with the defaults, as
  // RuntimeConfiguration is one.
  void add(SearcherEntry entry, std::function<std::unique_ptr<Configuration>()> configure);

  const std::vector<std::unique_ptr<SearcherEntry>>& entries() const { return entries_; }
  const SearcherEntry& at(std::string_view name) const;

  // Parses a spelling, "evolution" or "evolution(population=20,sample=5)".
  ConfiguredSearcher configure(std::string_view spelling) const;
  // The same, with the entry's small options where the spelling says nothing.
  ConfiguredSearcher configure_small(std::string_view spelling) const;

 private:
  friend struct PluginLayout;

  void add_entry(SearcherEntry entry);
  ConfiguredSearcher configure_over(std::string_view spelling, std::string_view defaults) const;

  std::string code_;
  std::vector<std::unique_ptr<SearcherEntry>> entries_;  // by pointer: addresses stay when plug-ins add more
};

struct SpaceEntry {
  std::string name;
  std::string summary;
  std::function<std::shared_ptr<const SearchSpace>()> create;
  std::string code = {};  // as a searcher's
};

class SpaceRegistry {
 public:
  // An Error for a name that is there already, and for a plug-in's space whose spellings CSV cannot hold, or which it
  // does not read back.
  void add(SpaceEntry entry);
  void set_code(std::string code) { code_ = std::move(code); }
  const std::vector<SpaceEntry>& entries() const { return entries_; }
  const SpaceEntry& at(std::string_view name) const;
  std::shared_ptr<const SearchSpace> create(std::string_view name) const { return at(name).create(); }

 private:
  friend struct PluginLayout;

  std::string code_;
  std::vector<SpaceEntry> entries_;
};

}  // namespace cellar
