#pragma once

#include <vector>

#include "core/space.hpp"

// Small spaces that are no product of their choices, as spaces of graphs are.
namespace cellar::conformance {

// Nodes in a line and the edges between them as choices of 0 or 1, then an operation of three for each inner node: as
// NAS-Bench-101 spells its cells. Valid is a graph in which each inner node lies on a way from the first to the last,
// or has no edge and operation 0: of five nodes 3,583 of 27,648 encodings. Each is an architecture of its own; their
// index is their rank among the valid ones.
class GraphSpace final : public SearchSpace {
 public:
  explicit GraphSpace(std::size_t nodes = 5);

  std::string name() const override { return "graphs"; }
  bool valid(const Architecture& arch) const override;
  std::optional<std::uint64_t> size() const override { return codes_of_valid_.size(); }
  std::uint64_t index(const Architecture& arch) const override;
  Architecture at(std::uint64_t index) const override;

 private:
  bool edge(const Architecture& arch, std::size_t i, std::size_t j) const;

  std::size_t nodes_;
  std::vector<std::uint64_t> codes_of_valid_;  // ascending
};

// Three numbers from 0 to 5 whose order does not matter: each valid encoding is one of up to six of the same
// architecture, whose index is that of the ascending one.
class UnorderedSpace final : public SearchSpace {
 public:
  UnorderedSpace();

  std::string name() const override { return "unordered"; }
  Architecture canonical(const Architecture& arch) const override;
  std::optional<std::uint64_t> size() const override { return ascending_.size(); }
  std::uint64_t index(const Architecture& arch) const override;
  Architecture at(std::uint64_t index) const override;
  Architecture random(Rng& rng) const override;

 private:
  std::vector<std::uint64_t> ascending_;  // codes
};

}  // namespace cellar::conformance
