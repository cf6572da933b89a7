#include "space/nb201.hpp"

#include <numeric>

#include "space/cpython_random.hpp"
#include "space/nb201/cell.hpp"
#include "space/nb201/costs.hpp"
#include "space/nb201/isomorphism.hpp"
#include "space/nb201/paths.hpp"

namespace cellar {

namespace {

constexpr std::uint32_t kOps = nb201::kOperationNames.size();

// The dense code: a number of base 5, the last edge fastest.
std::uint32_t encode(const Architecture& cell) {
  const std::uint32_t high = (cell[0] * kOps + cell[1]) * kOps + cell[2];
  const std::uint32_t low = (cell[3] * kOps + cell[4]) * kOps + cell[5];
  return high * (kOps * kOps * kOps) + low;
}

Architecture decode(std::uint32_t code) {
  constexpr std::uint32_t kHalf = kOps * kOps * kOps;  // in halves, so that the divisions overlap
  const std::uint32_t high = code / kHalf;
  const std::uint32_t low = code % kHalf;
  const auto digit = [](std::uint32_t number) { return static_cast<std::uint8_t>(number % kOps); };
  return {digit(high / (kOps * kOps)), digit(high / kOps), digit(high),
          digit(low / (kOps * kOps)),  digit(low / kOps),  digit(low)};
}

}  // namespace

Nb201::Nb201() : SearchSpace(std::vector<int>(nb201::kEdges.size(), kOps)) {
  std::iota(code_of_index_.begin(), code_of_index_.end(), std::uint16_t{0});
  CPythonRandom(88).shuffle(code_of_index_);
  for (std::size_t index = 0; index < kCells; ++index) {
    index_of_code_[code_of_index_[index]] = static_cast<std::uint16_t>(index);
  }
}

std::uint64_t Nb201::index(const Architecture& cell) const { return index_of_code_[encode(cell)]; }

Architecture Nb201::at(std::uint64_t index) const {
  require(index < kCells, "nb201 has the indices 0 to 15624");
  return decode(code_of_index_[index]);
}

std::string Nb201::format(const Architecture& cell) const { return nb201::format_cell(cell); }

Architecture Nb201::parse(std::string_view text) const { return nb201::parse_cell(text); }

Architecture Nb201::canonical(const Architecture& cell) const {
  std::call_once(classes_known_, [this] {
    // A hash table of representatives with open addressing: a quarter of a megabyte less to touch than with
    // std::unordered_map, which `cellar show` would feel.
    constexpr std::uint16_t kFree = 0xffff;
    constexpr int kBits = 14;
    std::vector<std::uint16_t> representatives(std::size_t{1} << kBits, kFree);
    const nb201::Classes classes;
    canonical_of_code_.resize(kCells);
    for (const std::uint16_t code : code_of_index_) {
      const std::uint64_t number = classes.number(code);
      std::size_t slot = (number * 0x9e3779b97f4a7c15U) >> (64 - kBits);
      while (representatives[slot] != kFree && classes.number(representatives[slot]) != number) {
        slot = (slot + 1) % representatives.size();
      }
      if (representatives[slot] == kFree) representatives[slot] = code;
      canonical_of_code_[code] = representatives[slot];
    }
  });
  return decode(canonical_of_code_[encode(cell)]);
}

Architecture Nb201::random(Rng& rng) const { return decode(rng.below(kCells)); }

Architecture Nb201::mutate(const Architecture& cell, Rng& rng) const {
  // Shares of 18: 1/3, 1/6, 1/6, 1/9, 1/9, 1/9.
  constexpr std::array<std::uint8_t, 18> kEdgeOfShare = {0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 5};
  constexpr std::uint32_t kOthers = kOps - 1;
  const std::uint32_t drawn = rng.below(kEdgeOfShare.size() * kOthers);
  const std::size_t edge = kEdgeOfShare[drawn / kOthers];
  Architecture child = cell;
  child[edge] = static_cast<std::uint8_t>((cell[edge] + 1 + drawn % kOthers) % kOps);
  return child;
}

std::optional<std::vector<double>> Nb201::features(const Architecture& cell, std::string_view kind) const {
  if (kind == "paths") return nb201::path_encoding(cell);
  if (kind == "costs") {
    const nb201::Costs costs = nb201::network_costs(cell, nb201::skeleton("cifar10"));
    return std::vector<double>{costs.mflops(), static_cast<double>(costs.params) / 1e6};
  }
  return std::nullopt;
}

}  // namespace cellar
