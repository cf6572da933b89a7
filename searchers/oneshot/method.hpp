#pragma once

#include <string_view>

#include "core/random.hpp"
#include "searchers/oneshot/controller.hpp"
#include "searchers/oneshot/pass_mode.hpp"

namespace cellar::oneshot {

// What distinguishes the weight-sharing searchers: those of NATS-Bench (AutoDL-Projects,
// exps/NATS-algos/search-cell.py: search_func, get_best_arch, valid_func) and their successors.
struct Method {
  enum class Draw { mixture, dirichlet, uniform_cell, live_cells, gumbel, controller, as_weights };
  enum class Update { none, without_pass, first_order, second_order };
  enum class Derivation { largest, most_probable, random, repeating, controller };
  enum class Order { weights_first, alphas_first };
  enum class Judged { on_validation_images, while_training };

  Draw weights;       // what a step of the weights computes
  Draw alphas;        // what a step of the architecture parameters computes
  Update update;      // none: that pass is made all the same, since running statistics move
  Derivation derive;  // where the candidates for the found cell come from; random: no two are the same
  Order order = Order::weights_first;
  Judged judged = Judged::on_validation_images;  // the supernet after an epoch; or by the passes of the architecture
};

inline constexpr Method kDarts{Method::Draw::mixture, Method::Draw::mixture, Method::Update::first_order,
                               Method::Derivation::largest};
inline constexpr Method kGdas{Method::Draw::gumbel, Method::Draw::gumbel, Method::Update::first_order,
                              Method::Derivation::largest};
inline constexpr Method kSetn{Method::Draw::uniform_cell, Method::Draw::mixture, Method::Update::first_order,
                              Method::Derivation::most_probable};
inline constexpr Method kRsps{Method::Draw::live_cells, Method::Draw::live_cells, Method::Update::none,
                              Method::Derivation::random};
// As the authors' scripts for NAS-Bench-201 have them.
inline constexpr Method kBetaDarts{Method::Draw::mixture, Method::Draw::mixture, Method::Update::first_order,
                                   Method::Derivation::largest, Method::Order::alphas_first};
inline constexpr Method kDrnas{Method::Draw::dirichlet, Method::Draw::dirichlet, Method::Update::first_order,
                               Method::Derivation::largest, Method::Order::alphas_first};
// The controller is trained between the epochs.
inline constexpr Method kEnas{Method::Draw::controller, Method::Draw::as_weights, Method::Update::none,
                              Method::Derivation::controller};

// What draws depend on.
struct DrawFrom {
  at::Tensor alphas;             // on the host; not needed for mixtures and cells
  const Controller* controller;  // where a method has one
  std::size_t cells = 0;         // of the network
  double temperature = 1;        // of gumbel draws
};

// Not for as_weights, which repeats what the step of the weights drew.
PassMode draw_mode(Method::Draw draw, const DrawFrom& from, Rng& rng);

// Candidates for the found cell, `count` of them, or the one of the largest parameters.
std::vector<Architecture> candidates(Method::Derivation derivation, const DrawFrom& from, std::size_t count, Rng& rng);

}  // namespace cellar::oneshot
