#pragma once

#include "searchers/oneshot/search_context.hpp"
#include "searchers/oneshot/training_epoch.hpp"

// What follows an epoch of training (AutoDL-Projects, exps/NATS-algos/search-cell.py: train_controller, get_best_arch,
// valid_func).
namespace cellar::oneshot {

// Trains a controller where the search has one: every cell that it draws is judged on the next validation batch.
void train_controller(const SearchContext& context);

// Derives the epoch's cell: the candidates are judged on one validation batch each, and the supernet on all of them.
// Both are entered into the state. `trained`: of the epoch, by which some methods judge the supernet instead.
void find_cell(const SearchContext& context, const EpochMeans& trained);

// After the last epoch's cell, before the epoch is counted: the original derives and validates once more, and that is
// what it has found. The candidates are other ones (RSPS, ENAS), or judged by other batches (SETN). Where the
// architecture parameters alone decide, it is the same cell, and nothing is entered.
void find_result(const SearchContext& context, const EpochMeans& trained);

}  // namespace cellar::oneshot
