#pragma once

#include <array>
#include <mutex>
#include <string>
#include <vector>

#include "core/space.hpp"

namespace cellar {

// The topology space of NAS-Bench-201 (Dong and Yang, ICLR 2020) and NATS-Bench: all 15,625 cells of
// space/nb201/cell.hpp. The index is the official one: itertools.product over the operations, the last edge fastest,
// then random.seed(88) and random.shuffle (AutoDL-Projects, exps/NAS-Bench-201/main.py, generate_meta_info).
class Nb201 final : public SearchSpace {
 public:
  Nb201();

  std::string name() const override { return "nb201"; }
  std::uint64_t index(const Architecture& cell) const override;
  Architecture at(std::uint64_t index) const override;
  std::string format(const Architecture& cell) const override;
  Architecture parse(std::string_view text) const override;

  // The cell of the lowest index among those with the same nb201::unique_string (zeros propagated).
  Architecture canonical(const Architecture& cell) const override;

  Architecture random(Rng& rng) const override;
  // That of regularized evolution on this space (AutoDL-Projects, exps/NATS-algos/regularized_ea.py,
  // mutate_topology_func): one of the nodes 1, 2, 3 uniformly, then one of the edges into it uniformly, then one of the
  // four other operations uniformly.
  Architecture mutate(const Architecture& cell, Rng& rng) const override;

  // "paths": nb201::path_encoding. "costs": FLOPs [M] and parameters [M] of the CIFAR-10 network.
  std::optional<std::vector<double>> features(const Architecture& cell, std::string_view kind) const override;

 private:
  static constexpr std::size_t kCells = 15625;

  std::array<std::uint16_t, kCells> code_of_index_;
  std::array<std::uint16_t, kCells> index_of_code_;
  mutable std::once_flag classes_known_;
  mutable std::vector<std::uint16_t> canonical_of_code_;  // codes; filled at the first use of canonical()
};

}  // namespace cellar
