#include "core/space.hpp"

#include <fmt/format.h>

#include <limits>

#include "core/numbers.hpp"

namespace cellar {

namespace {

std::optional<std::uint64_t> product(const std::vector<int>& arity) {
  constexpr std::uint64_t kLargest = std::uint64_t{1} << 63;
  std::uint64_t size = 1;
  for (const int values : arity) {
    if (size > kLargest / static_cast<std::uint64_t>(values)) return std::nullopt;
    size *= static_cast<std::uint64_t>(values);
  }
  return size;
}

void check(const std::vector<int>& arity) {
  if (arity.empty() || arity.size() > Architecture::kMaxChoices) {
    throw Error(fmt::format("a search space has 1 to {} choices, not {}", Architecture::kMaxChoices, arity.size()));
  }
  for (std::size_t choice = 0; choice < arity.size(); ++choice) {
    if (arity[choice] < 1 || arity[choice] > Architecture::kMaxArity) {
      throw Error(fmt::format("choice {} of a search space has {} values; 1 to {} are allowed", choice, arity[choice],
                              Architecture::kMaxArity));
    }
  }
}

}  // namespace

SearchSpace::SearchSpace(std::vector<int> arity) : arity_(std::move(arity)) {
  check(arity_);
  size_ = product(arity_);
}

bool SearchSpace::valid(const Architecture& arch) const {
  if (arch.size() != arity_.size()) return false;
  for (std::size_t choice = 0; choice < arity_.size(); ++choice) {
    if (arch[choice] >= arity_[choice]) return false;
  }
  return true;
}

Architecture SearchSpace::from_code(std::uint64_t code) const {
  Architecture arch(arity_.size());
  for (std::size_t choice = arity_.size(); choice-- > 0;) {
    const auto values = static_cast<std::uint64_t>(arity_[choice]);
    arch[choice] = static_cast<std::uint8_t>(code % values);
    code /= values;
  }
  return arch;
}

std::string SearchSpace::format(const Architecture& arch) const {
  std::string text;
  for (const std::uint8_t value : arch.choices()) {
    if (!text.empty()) text += ':';
    append_number(text, std::int64_t{value});
  }
  return text;
}

Architecture SearchSpace::parse(std::string_view text) const {
  Architecture arch(arity_.size());
  std::size_t begin = 0;
  for (std::size_t choice = 0; choice < arity_.size(); ++choice) {
    const bool last = choice + 1 == arity_.size();
    const std::size_t end = last ? text.size() : text.find(':', begin);
    if (end == std::string_view::npos || begin > text.size()) {
      throw Error(fmt::format("'{}' is no architecture of {}: {} choices are needed, with ':' between them", text,
                              name(), arity_.size()));
    }
    const std::string_view field = text.substr(begin, end - begin);
    const auto value = parse_number<int>(field);
    if (!value || *value < 0 || *value >= arity_[choice]) {
      throw Error(fmt::format("'{}' is no architecture of {}: choice {} is '{}', allowed is 0 to {}", text, name(),
                              choice, field, arity_[choice] - 1));
    }
    arch[choice] = static_cast<std::uint8_t>(*value);
    begin = end + 1;
  }
  return arch;
}

Architecture SearchSpace::random(Rng& rng) const {
  Architecture arch(arity_.size());
  for (std::size_t choice = 0; choice < arity_.size(); ++choice) {
    arch[choice] = static_cast<std::uint8_t>(rng.below(static_cast<std::uint32_t>(arity_[choice])));
  }
  return arch;
}

Architecture SearchSpace::mutate(const Architecture& arch, Rng& rng) const {
  std::uint32_t changeable = 0;
  for (const int values : arity_) changeable += values > 1 ? 1 : 0;
  if (changeable == 0) return arch;
  std::uint32_t skip = rng.below(changeable);
  std::size_t choice = 0;
  while (arity_[choice] < 2 || skip > 0) {
    if (arity_[choice] > 1) --skip;
    ++choice;
  }
  Architecture child = arch;
  const std::uint32_t other = rng.below(static_cast<std::uint32_t>(arity_[choice] - 1));
  child[choice] = static_cast<std::uint8_t>(other < arch[choice] ? other : other + 1);
  return child;
}

std::vector<Architecture> SearchSpace::neighbours(const Architecture& arch) const {
  std::vector<Architecture> near;
  for (std::size_t choice = 0; choice < arity_.size(); ++choice) {
    for (int value = 0; value < arity_[choice]; ++value) {
      if (value == arch[choice]) continue;
      near.push_back(arch);
      near.back()[choice] = static_cast<std::uint8_t>(value);
    }
  }
  return near;
}

std::optional<std::vector<double>> SearchSpace::features(const Architecture& /*arch*/,
                                                         std::string_view /*kind*/) const {
  return std::nullopt;
}

}  // namespace cellar
