#pragma once

#include <string>

#include "core/formats/search_checkpoint/search_checkpoint.hpp"
#include "searchers/oneshot/search_state.hpp"
#include "searchers/oneshot/state_file.hpp"

// A search that goes on from a checkpoint: our own, or one of AutoDL-Projects' scripts.
namespace cellar::oneshot {

// An Error if it is a checkpoint of another algorithm, of ours on other images, or of a search that has `epochs` epochs
// behind it.
void check_continuation(const SearchCheckpoint& checkpoint, const std::string& searcher, const StateLabels& labels,
                        int epochs);

// The network whose weights it holds: their names and the kinds of normalisation are the checkpoint's. An Error if it
// has other channels, cells or classes than `wanted`.
network::SupernetOptions checkpoint_network(const SearchCheckpoint& checkpoint, const network::SupernetOptions& wanted);

// Into the state of such a network: weights, architecture parameters, optimisers, what was found by epoch. Which
// weights a gradient has reached is known of our own checkpoints only; torch's say nothing, so that a search of the
// original goes on as if none had been (network::Sgd). An Error names what does not fit.
void load_checkpoint(SearchState& state, const SearchCheckpoint& checkpoint);

}  // namespace cellar::oneshot
