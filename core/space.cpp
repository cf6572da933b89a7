#include "core/space.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "core/numbers.hpp"

namespace cellar {

namespace {

// Looks for valid encodings around one, nearest first.
class Repair {
 public:
  Repair(const SearchSpace& space, Architecture arch) : space_(space), arch_(arch) {}

  std::optional<Architecture> nearest() {
    for (std::size_t changes = 0; changes <= arch_.size() && tries_ > 0; ++changes) {
      if (found(0, changes)) return arch_;
    }
    return std::nullopt;
  }

 private:
  // With so many changes in the choices from `first` on; leaves arch_ as it was unless one is valid.
  bool found(std::size_t first, std::size_t changes) {
    if (changes == 0) return tries_ > 0 && --tries_ >= 0 && space_.valid(arch_);
    for (std::size_t choice = first; choice + changes <= arch_.size() && tries_ > 0; ++choice) {
      const std::uint8_t own = arch_[choice];
      for (int value = 0; value < space_.arity()[choice]; ++value) {
        if (value == own) continue;
        arch_[choice] = static_cast<std::uint8_t>(value);
        if (found(choice + 1, changes - 1)) return true;
      }
      arch_[choice] = own;
    }
    return false;
  }

  const SearchSpace& space_;
  Architecture arch_;
  int tries_ = 1'000'000;
};

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
  codes_ = product(arity_);
}

bool SearchSpace::in_range(const Architecture& arch) const {
  if (arch.size() != arity_.size()) return false;
  for (std::size_t choice = 0; choice < arity_.size(); ++choice) {
    if (arch[choice] >= arity_[choice]) return false;
  }
  return true;
}

std::string SearchSpace::why_invalid(const Architecture& arch) const {
  if (arch.size() != arity_.size()) {
    return fmt::format("it has {} choices; {} are needed", arch.size(), arity_.size());
  }
  for (std::size_t choice = 0; choice < arity_.size(); ++choice) {
    if (arch[choice] >= arity_[choice]) {
      return fmt::format("choice {} is {}; allowed is 0 to {}", choice, arch[choice], arity_[choice] - 1);
    }
  }
  return "its choices do not go together";
}

Architecture SearchSpace::repair(const Architecture& arch) const {
  Architecture near(arity_.size());
  for (std::size_t choice = 0; choice < std::min(arch.size(), arity_.size()); ++choice) {
    near[choice] = static_cast<std::uint8_t>(std::min(int{arch[choice]}, arity_[choice] - 1));
  }
  const auto found = Repair(*this, near).nearest();
  if (!found) throw ContractError("a space has no valid architecture near another; it overrides repair()");
  return *found;
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
  constexpr int kMostDraws = 10'000;
  Architecture arch(arity_.size());
  for (int draw = 0; draw < kMostDraws; ++draw) {
    for (std::size_t choice = 0; choice < arity_.size(); ++choice) {
      arch[choice] = static_cast<std::uint8_t>(rng.below(static_cast<std::uint32_t>(arity_[choice])));
    }
    if (valid(arch)) return arch;
  }
  return repair(arch);
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
  if (valid(child)) return child;
  const std::vector<Architecture> near = neighbours(arch);
  return near.empty() ? random(rng) : near[rng.below(static_cast<std::uint32_t>(near.size()))];
}

std::vector<Architecture> SearchSpace::neighbours(const Architecture& arch) const {
  std::vector<Architecture> near;
  Architecture other = arch;
  for (std::size_t choice = 0; choice < arity_.size(); ++choice) {
    for (int value = 0; value < arity_[choice]; ++value) {
      if (value == arch[choice]) continue;
      other[choice] = static_cast<std::uint8_t>(value);
      if (valid(other)) near.push_back(other);
    }
    other[choice] = arch[choice];
  }
  return near;
}

std::optional<std::vector<double>> SearchSpace::features(const Architecture& /*arch*/,
                                                         std::string_view /*kind*/) const {
  return std::nullopt;
}

}  // namespace cellar
