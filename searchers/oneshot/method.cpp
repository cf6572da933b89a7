#include "searchers/oneshot/method.hpp"

#include <ATen/ATen.h>

#include "core/errors.hpp"
#include "searchers/oneshot/cell_distribution.hpp"
#include "searchers/oneshot/uniform_cells.hpp"
#include "space/network/derive.hpp"
#include "space/network/gumbel_softmax.hpp"

namespace cellar::oneshot {

PassMode draw_mode(Method::Draw draw, const at::Tensor& alphas, std::size_t cells, double temperature, Rng& rng) {
  switch (draw) {
    case Method::Draw::mixture:
      return Mixture{};
    case Method::Draw::uniform_cell:
      return Paths{{uniform_cell(rng)}};
    case Method::Draw::live_cells:
      return Paths{live_cells(cells, rng)};
    case Method::Draw::gumbel:
      return Sampled{network::gumbel_softmax(alphas.detach(), temperature, rng).gumbel, temperature};
  }
  throw ContractError("a way to draw that is none of the four");
}

std::vector<Architecture> candidates(Method::Derivation derivation, const at::Tensor& alphas, std::size_t count,
                                     Rng& rng) {
  switch (derivation) {
    case Method::Derivation::largest:
      return {network::derive_cell(alphas.detach())};
    case Method::Derivation::random:
      return distinct_cells(count, rng);
    case Method::Derivation::most_probable: {
      std::vector<Architecture> cells;
      for (const auto& ranked : CellDistribution(alphas.detach().log_softmax(-1)).most_probable(count)) {
        cells.push_back(ranked.cell);
      }
      return cells;
    }
  }
  throw ContractError("a derivation that is none of the three");
}

}  // namespace cellar::oneshot
