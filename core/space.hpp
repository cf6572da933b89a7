#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/architecture.hpp"
#include "core/random.hpp"

namespace cellar {

// What an architecture is: how many choices it has, which go together, how it is spelled, which index it has, what is
// near it. Searchers see choices and arities, never what they stand for. Everything virtual has a uniform default over
// the arities, so a space of one's own overrides `name`, and `format` and `parse` where it has a spelling of its own.
//
// Not every encoding, a value for each choice, need be valid: a space in which some do not go together overrides
// `valid`, and what is drawn, mutated and near follows by rejection and by search; it overrides those, too, where they
// can be had directly. Nor need every valid encoding be an architecture of its own: `size`, `index`, `at` and `random`
// speak of the architectures that a table has a row for, and equivalent encodings share an index. A space like that
// overrides these four.
// Immutable once built, so it is shared by threads.
class SearchSpace {
 public:
  // arity[i]: how many values choice i has, 1 to 255; at most 32 choices, at least one.
  explicit SearchSpace(std::vector<int> arity);
  virtual ~SearchSpace() = default;
  SearchSpace(const SearchSpace&) = delete;
  SearchSpace& operator=(const SearchSpace&) = delete;

  virtual std::string name() const = 0;
  const std::vector<int>& arity() const { return arity_; }
  // Whether the choices are as many, and the values as small, as the arities say.
  bool in_range(const Architecture& arch) const;
  virtual bool valid(const Architecture& arch) const { return in_range(arch); }
  // What is wrong with an architecture that is not valid, and what is allowed: "choice 0 is 200; allowed is 0 to 4".
  virtual std::string why_invalid(const Architecture& arch) const;
  // The nearest valid encoding, by the number of choices that differ; of several, the one whose changes come first. By
  // default it is looked for up to a million encodings; a ContractError where none of them is valid.
  virtual Architecture repair(const Architecture& arch) const;

  // How many architectures there are; none if that passes 2^63.
  virtual std::optional<std::uint64_t> size() const { return codes_; }
  // How many encodings there are; none if that passes 2^63.
  std::optional<std::uint64_t> codes() const { return codes_; }
  // Whether each encoding is an architecture of its own.
  bool is_product() const { return codes_ && size() == codes_; }

  // The dense code of an encoding, the last choice fastest: 0 … codes()-1. Needs that number.
  std::uint64_t code(const Architecture& arch) const {
    std::uint64_t code = 0;
    for (std::size_t choice = 0; choice < arity_.size(); ++choice) {
      code = code * static_cast<std::uint64_t>(arity_[choice]) + arch[choice];
    }
    return code;
  }
  Architecture from_code(std::uint64_t code) const;

  // The index in the space's official order (the dense code unless the space says otherwise). Needs a size.
  virtual std::uint64_t index(const Architecture& arch) const { return code(arch); }
  virtual Architecture at(std::uint64_t index) const { return from_code(index); }

  // The spelling; by default the choices with colons between them, "0:3:1". It holds no comma, quote, # or line end.
  virtual std::string format(const Architecture& arch) const;
  // The inverse of format; an Error names the position and what is allowed there.
  virtual Architecture parse(std::string_view text) const;

  // A representative of the architectures that are the same network; by default the architecture itself.
  virtual Architecture canonical(const Architecture& arch) const { return arch; }

  // Uniform over the space.
  virtual Architecture random(Rng& rng) const;
  // One choice, picked uniformly among those with two values or more, gets another value, picked uniformly; where that
  // is not valid, one of the neighbours, or a random one if there are none.
  virtual Architecture mutate(const Architecture& arch, Rng& rng) const;
  // All valid encodings that differ in one choice, in order of choice and value.
  virtual std::vector<Architecture> neighbours(const Architecture& arch) const;

  // What a model-based searcher may know about an architecture: "paths" (path encoding), "costs" (FLOPs [M] and
  // parameters [M]). None where the space does not offer the kind.
  virtual std::optional<std::vector<double>> features(const Architecture& arch, std::string_view kind) const;

 private:
  friend struct PluginLayout;

  std::vector<int> arity_;
  std::optional<std::uint64_t> codes_;
};

}  // namespace cellar
