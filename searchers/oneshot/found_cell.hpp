#pragma once

#include "searchers/oneshot/search_context.hpp"

// What follows an epoch of training (AutoDL-Projects, exps/NATS-algos/search-cell.py: train_controller, get_best_arch,
// valid_func).
namespace cellar::oneshot {

// Trains a controller where the search has one: every cell that it draws is judged on the next validation batch.
void train_controller(const SearchContext& context);

// Derives the epoch's cell: the candidates are judged on one validation batch each, and the supernet on all of them.
// Both are entered into the state.
void find_cell(const SearchContext& context);

}  // namespace cellar::oneshot
