#include "searchers/oneshot/reached.hpp"

#include <ATen/ATen.h>

#include <optional>
#include <string_view>

#include "core/errors.hpp"
#include "space/nb201/cell.hpp"
#include "space/network/gumbel_softmax.hpp"

namespace cellar::oneshot {

namespace {

// Which edge and operation weights belong to, by their name: "_cells.3.edges.2<-1.3.op.1.weight" is operation 3 on the
// edge from node 1 to node 2. None: they belong to no edge.
struct Place {
  std::size_t edge = 0;
  std::uint8_t operation = 0;
};

std::optional<Place> place_of(std::string_view name) {
  constexpr std::string_view kMark = ".edges.";
  const std::size_t mark = name.find(kMark);
  if (mark == name.npos) return std::nullopt;
  const std::string_view rest = name.substr(mark + kMark.size());  // "2<-1.3.op.1.weight"
  const auto digit = [&](std::size_t position) { return rest.at(position) - '0'; };
  return Place{nb201::edge_index(digit(3), digit(0)), static_cast<std::uint8_t>(digit(5))};
}

void mark(const at::Tensor& weight) {
  if (!weight.grad().defined()) weight.mutable_grad() = at::zeros_like(weight);
}

}  // namespace

void mark_reached(const network::Weights& weights, const at::Tensor& alphas, const PassMode& mode) {
  const auto* const paths = std::get_if<Paths>(&mode);
  require(paths == nullptr, "a step of architecture parameters follows a mixture or a sample");
  std::optional<Architecture> cell;
  if (const auto* const sampled = std::get_if<Sampled>(&mode)) {
    cell = network::gumbel_softmax(alphas.detach(), sampled->gumbel, sampled->temperature).cell;
  }
  for (const network::Weights::Entry& entry : weights.entries()) {
    if (!entry.is_parameter) continue;
    const auto place = place_of(entry.name);
    if (!cell || !place || (*cell)[place->edge] == place->operation) mark(entry.tensor);
  }
}

}  // namespace cellar::oneshot
