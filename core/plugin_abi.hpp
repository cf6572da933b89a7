#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "core/extensions.hpp"
#include "core/header_hash.hpp"

namespace cellar {

// What code was compiled for: what the headers of these interfaces say, how its compiler lays them out in memory, and
// its standard library. Compilers that agree in these understand each other. Code that was compiled for something else
// sees other types under the same names, so it is refused.
struct PluginAbi {
  std::array<char, 96> text{};
};

// A hash of where everything lies that the program and a plug-in share: sizes and alignments of types, offsets of their
// members, places of their virtual functions. The compiler of the code that calls it answers, which is why it is
// hidden: otherwise the dynamic linker would give a plug-in the program's own. Types name it as their friend.
struct [[gnu::visibility("hidden")]] PluginLayout {
  template <class T, class... Members>
  void type(Members... members) {
    add(sizeof(T));
    add(alignof(T));
    (place(members), ...);
  }
  std::uint64_t hash() const { return hash_; }

  void contracts() {
    type<Architecture>(&Architecture::size_, &Architecture::choices_);
    type<Rng>(&Rng::state_);
    type<Budget>(&Budget::unit, &Budget::limit);
    type<Fidelity>(&Fidelity::epochs, &Fidelity::schedule);
    type<FigureSource>(&FigureSource::kind, &FigureSource::seeds, &FigureSource::modelled_epochs);
    type<Objective>(&Objective::name, &Objective::unit, &Objective::maximise, &Objective::least, &Objective::most,
                    &Objective::source);
    type<Values>(&Values::first_, &Values::size_, &Values::others_);
    type<Measurement>(&Measurement::values, &Measurement::cost_seconds);
    type<Oracle>(&Oracle::objectives, &Oracle::fidelities, &Oracle::measure);
    type<SearchSpace>(&SearchSpace::arity_, &SearchSpace::codes_, &SearchSpace::name, &SearchSpace::valid,
                      &SearchSpace::why_invalid, &SearchSpace::repair, &SearchSpace::size, &SearchSpace::index,
                      &SearchSpace::at, &SearchSpace::format, &SearchSpace::parse, &SearchSpace::canonical,
                      &SearchSpace::random, &SearchSpace::mutate, &SearchSpace::neighbours, &SearchSpace::features);
    type<Prior>(&Prior::name, &Prior::origin, &Prior::best_first);
    type<Problem>(&Problem::dataset, &Problem::objectives, &Problem::fidelities, &Problem::budget, &Problem::workers,
                  &Problem::priors, &Problem::ends_when_exhausted);
    type<ProgressSink>(&ProgressSink::progress);
    type<Resources>(&Resources::device, &Resources::threads, &Resources::data_threads, &Resources::data,
                    &Resources::verify_data, &Resources::graphs, &Resources::deterministic, &Resources::stop,
                    &Resources::progress);
    type<Arithmetic>(&Arithmetic::device, &Arithmetic::threads);
    type<Evaluate>(&Evaluate::arch, &Evaluate::fidelity, &Evaluate::tag, &Evaluate::continues, &Evaluate::repaired);
    type<Worked>(&Worked::seconds);
    type<Request>();
    type<Trial>(&Trial::number, &Trial::asked, &Trial::valid_accuracy, &Trial::cost_seconds, &Trial::end_seconds,
                &Trial::values);
    type<Searcher>(&Searcher::next, &Searcher::tell, &Searcher::recommend, &Searcher::columns, &Searcher::fill,
                   &Searcher::stateful);
    type<StatefulSearcher>(&StatefulSearcher::save, &StatefulSearcher::load, &StatefulSearcher::resume_from,
                           &StatefulSearcher::compare_with, &StatefulSearcher::arithmetic, &StatefulSearcher::stateful);
  }

  void registries() {
    type<OptionList>(&OptionList::options_);
    type<OptionList::Option>(&OptionList::Option::name, &OptionList::Option::help, &OptionList::Option::field,
                             &OptionList::Option::default_text);
    type<OptionList::Choice>(&OptionList::Choice::value, &OptionList::Choice::allowed);
    type<OptionList::Integer>(&OptionList::Integer::value, &OptionList::Integer::least, &OptionList::Integer::most);
    type<OptionList::Real>(&OptionList::Real::value, &OptionList::Real::least, &OptionList::Real::most);
    type<OptionList::PriorName>(&OptionList::PriorName::value);
    type<OptionList::Words>(&OptionList::Words::value);
    using Options = OptionList& (Configuration::*)();
    using ConstOptions = const OptionList& (Configuration::*)() const;
    type<Configuration>(static_cast<Options>(&Configuration::options),
                        static_cast<ConstOptions>(&Configuration::options), &Configuration::create);
    type<OwnTraining>(&OwnTraining::observed, &OwnTraining::price);
    type<SearcherEntry>(&SearcherEntry::name, &SearcherEntry::summary, &SearcherEntry::source,
                        &SearcherEntry::multi_fidelity, &SearcherEntry::ends_by_itself, &SearcherEntry::continuation,
                        &SearcherEntry::small_options, &SearcherEntry::training, &SearcherEntry::behaviour,
                        &SearcherEntry::code, &SearcherEntry::configure);
    type<SpaceEntry>(&SpaceEntry::name, &SpaceEntry::summary, &SpaceEntry::create, &SpaceEntry::code);
    type<Command>(&Command::name, &Command::summary, &Command::run);
    type<ConfiguredSearcher>(&ConfiguredSearcher::entry, &ConfiguredSearcher::configuration,
                             &ConfiguredSearcher::written, &ConfiguredSearcher::also);
    type<SearcherRegistry>(&SearcherRegistry::code_, &SearcherRegistry::entries_);
    type<SpaceRegistry>(&SpaceRegistry::code_, &SpaceRegistry::entries_);
    type<CommandRegistry>(&CommandRegistry::commands_);
    using OracleOptions = OptionList& (OracleConfiguration::*)();
    using ConstOracleOptions = const OptionList& (OracleConfiguration::*)() const;
    type<OracleConfiguration>(static_cast<OracleOptions>(&OracleConfiguration::options),
                              static_cast<ConstOracleOptions>(&OracleConfiguration::options),
                              &OracleConfiguration::create);
    type<OracleEntry>(&OracleEntry::name, &OracleEntry::summary, &OracleEntry::space, &OracleEntry::datasets,
                      &OracleEntry::budget, &OracleEntry::behaviour, &OracleEntry::code, &OracleEntry::configure);
    type<ConfiguredOracle>(&ConfiguredOracle::entry, &ConfiguredOracle::configuration);
    type<OracleRegistry>(&OracleRegistry::code_, &OracleRegistry::entries_);
    type<TableEntry>(&TableEntry::name, &TableEntry::summary, &TableEntry::open);
    type<TableRegistry>(&TableRegistry::entries_);
    type<ProxyEntry>(&ProxyEntry::name, &ProxyEntry::summary, &ProxyEntry::scores, &ProxyEntry::code);
    type<ProxyRegistry>(&ProxyRegistry::code_, &ProxyRegistry::entries_);
    type<Extensions>();
  }

 private:
  // FNV-1a, by words.
  void add(std::uint64_t word) { hash_ = (hash_ ^ word) * 0x100000001b3ULL; }

  // What a pointer to a member holds: the offset of a value, the place of a virtual function in its class's table.
  template <class Member>
  void place(Member member) {
    std::array<std::uint64_t, sizeof(Member) / sizeof(std::uint64_t)> words;
    static_assert(sizeof(words) == sizeof(Member));
    std::memcpy(words.data(), &member, sizeof(member));
    for (const std::uint64_t word : words) add(word);
  }

  std::uint64_t hash_ = 0xcbf29ce484222325ULL;
};

// Of the code that calls it.
[[gnu::visibility("hidden")]] inline PluginAbi plugin_abi() {
  PluginAbi abi;
  std::size_t length = 0;
  const auto append = [&](std::string_view piece) {
    for (const char c : piece) abi.text[length++] = c;
  };
  PluginLayout layout;
  layout.contracts();
  layout.registries();
  append("headers ");
  append(kHeaderHash);
  append(", layout ");
  for (int digit = 15; digit >= 4; --digit) abi.text[length++] = "0123456789abcdef"[layout.hash() >> (4 * digit) & 15];
#if defined(__GLIBCXX__)
  append(_GLIBCXX_USE_CXX11_ABI ? ", libstdc++ with C++11 strings" : ", libstdc++ with old strings");
#else
  append(", libc++");
#endif
#if defined(_GLIBCXX_DEBUG)
  append(", debug");
#endif
  return abi;
}

}  // namespace cellar
