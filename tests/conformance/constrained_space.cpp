#include "tests/conformance/constrained_space.hpp"

#include <algorithm>

namespace cellar::conformance {

namespace {

std::vector<int> arity_of(std::size_t nodes) {
  std::vector<int> arity(nodes * (nodes - 1) / 2, 2);
  arity.insert(arity.end(), nodes - 2, 3);
  return arity;
}

std::uint64_t rank(const std::vector<std::uint64_t>& sorted, std::uint64_t value) {
  return static_cast<std::uint64_t>(std::lower_bound(sorted.begin(), sorted.end(), value) - sorted.begin());
}

}  // namespace

GraphSpace::GraphSpace(std::size_t nodes) : SearchSpace(arity_of(nodes)), nodes_(nodes) {
  for (std::uint64_t code = 0; code < *codes(); ++code) {
    if (valid(from_code(code))) codes_of_valid_.push_back(code);
  }
}

// Whether there is one between two nodes.
bool GraphSpace::edge(const Architecture& arch, std::size_t i, std::size_t j) const {
  const auto [from, to] = std::minmax(i, j);
  return arch[to * (to - 1) / 2 + from] == 1;
}

bool GraphSpace::valid(const Architecture& arch) const {
  if (!in_range(arch)) return false;
  const std::size_t last = nodes_ - 1;
  std::vector<bool> reached(nodes_), leads(nodes_);  // from the first, to the last
  reached[0] = leads[last] = true;
  for (std::size_t j = 1; j < nodes_; ++j) {
    for (std::size_t i = 0; i < j; ++i) reached[j] = reached[j] || (reached[i] && edge(arch, i, j));
  }
  for (std::size_t i = last; i-- > 0;) {
    for (std::size_t j = i + 1; j < nodes_; ++j) leads[i] = leads[i] || (leads[j] && edge(arch, i, j));
  }
  if (!reached[last]) return false;
  for (std::size_t node = 1; node < last; ++node) {
    bool touched = false;
    for (std::size_t other = 0; other < nodes_; ++other) {
      if (other != node) touched = touched || edge(arch, node, other);
    }
    const std::uint8_t operation = arch[nodes_ * (nodes_ - 1) / 2 + node - 1];
    if (touched ? !(reached[node] && leads[node]) : operation != 0) return false;
  }
  return true;
}

std::uint64_t GraphSpace::index(const Architecture& arch) const { return rank(codes_of_valid_, code(arch)); }
Architecture GraphSpace::at(std::uint64_t index) const { return from_code(codes_of_valid_[index]); }

UnorderedSpace::UnorderedSpace() : SearchSpace({6, 6, 6}) {
  for (std::uint64_t code = 0; code < *codes(); ++code) {
    const Architecture arch = from_code(code);
    if (arch == canonical(arch)) ascending_.push_back(code);
  }
}

Architecture UnorderedSpace::canonical(const Architecture& arch) const {
  std::vector<std::uint8_t> values(arch.choices().begin(), arch.choices().end());
  std::sort(values.begin(), values.end());
  return {values[0], values[1], values[2]};
}

std::uint64_t UnorderedSpace::index(const Architecture& arch) const { return rank(ascending_, code(canonical(arch))); }
Architecture UnorderedSpace::at(std::uint64_t index) const { return from_code(ascending_[index]); }
Architecture UnorderedSpace::random(Rng& rng) const {
  return at(rng.below(static_cast<std::uint32_t>(ascending_.size())));
}

}  // namespace cellar::conformance
