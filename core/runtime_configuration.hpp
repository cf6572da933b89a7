#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "core/registry.hpp"

namespace cellar {

// A configuration whose options are known at run time alone, as those of a searcher in another language or process: it
// owns their values, which `create` reads from the list by name (OptionList::plain_text).
class RuntimeConfiguration final : public Configuration {
 public:
  using Create = std::function<std::unique_ptr<Searcher>(const OptionList& options, const Problem& problem, Rng rng,
                                                         const Resources& resources)>;

  explicit RuntimeConfiguration(Create create) : create_(std::move(create)) {}
  RuntimeConfiguration(const RuntimeConfiguration&) = delete;  // list_ is bound to values_
  RuntimeConfiguration& operator=(const RuntimeConfiguration&) = delete;

  // With a default, and bounds that are inclusive.
  void integer(std::string name, int value, int least, int most, std::string help) {
    list_.integer(std::move(name), keep(value), least, most, std::move(help));
  }
  void real(std::string name, double value, double least, double most, std::string help) {
    list_.real(std::move(name), keep(value), least, most, std::move(help));
  }
  void flag(std::string name, bool value, std::string help) {
    list_.flag(std::move(name), keep(value), std::move(help));
  }
  void choice(std::string name, std::string value, std::vector<std::string> allowed, std::string help) {
    list_.choice(std::move(name), keep(std::move(value)), std::move(allowed), std::move(help));
  }
  void words(std::string name, std::string value, std::string help) {
    list_.words(std::move(name), keep(std::move(value)), std::move(help));
  }

  OptionList& options() override { return list_; }
  const OptionList& options() const override { return list_; }
  std::unique_ptr<Searcher> create(const Problem& problem, std::uint64_t seed,
                                   const Resources& resources) const override {
    return create_(list_, problem, searcher_rng(seed), resources);
  }

 private:
  template <class Value>
  Value& keep(Value value) {
    return std::get<Value>(values_.emplace_back(std::move(value)));  // a deque: what is in it stays where it is
  }

  Create create_;
  std::deque<std::variant<int, double, bool, std::string>> values_;
  OptionList list_;
};

}  // namespace cellar
