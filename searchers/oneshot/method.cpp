#include "searchers/oneshot/method.hpp"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include "core/errors.hpp"
#include "searchers/oneshot/cell_distribution.hpp"
#include "searchers/oneshot/uniform_cells.hpp"
#include "space/network/derive.hpp"
#include "space/network/gumbel_softmax.hpp"

namespace cellar::oneshot {

namespace {

std::vector<Architecture> of_controller(const DrawFrom& from, std::size_t count, Rng& rng) {
  require(from.controller != nullptr, "cells are drawn from a controller that is not there");
  const c10::NoGradGuard no_grad;
  return from.controller->sample(count, rng).cells;
}

}  // namespace

PassMode draw_mode(Method::Draw draw, const DrawFrom& from, Rng& rng) {
  switch (draw) {
    case Method::Draw::mixture:
      return Mixture{};
    case Method::Draw::uniform_cell:
      return Paths{{uniform_cell(rng)}};
    case Method::Draw::live_cells:
      return Paths{live_cells(from.cells, rng)};
    case Method::Draw::dirichlet:
      return Drawn{draw_dirichlet(dirichlet_concentration(from.alphas), rng)};
    case Method::Draw::gumbel: {
      const network::GumbelSample sample = network::gumbel_softmax(from.alphas.detach(), from.temperature, rng);
      return Sampled{sample.gumbel, from.temperature, sample.cell};
    }
    case Method::Draw::controller:
      return Paths{of_controller(from, 1, rng)};
    case Method::Draw::as_weights:
      break;
  }
  throw ContractError("a way to draw that is none of those");
}

std::vector<Architecture> candidates(Method::Derivation derivation, const DrawFrom& from, std::size_t count, Rng& rng) {
  switch (derivation) {
    case Method::Derivation::largest:
      return {network::derive_cell(from.alphas.detach())};
    case Method::Derivation::random:
      return distinct_cells(count, rng);
    case Method::Derivation::repeating: {
      std::vector<Architecture> cells(count);
      for (Architecture& cell : cells) cell = uniform_cell(rng);
      return cells;
    }
    case Method::Derivation::controller:
      return of_controller(from, count, rng);
    case Method::Derivation::most_probable: {
      std::vector<Architecture> cells;
      for (const auto& ranked : CellDistribution(from.alphas.detach().log_softmax(-1)).most_probable(count)) {
        cells.push_back(ranked.cell);
      }
      return cells;
    }
  }
  throw ContractError("a derivation that is none of those");
}

}  // namespace cellar::oneshot
