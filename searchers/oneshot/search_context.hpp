#pragma once

#include <cstdint>
#include <string>

#include "core/searcher.hpp"
#include "searchers/oneshot/mixture_steps.hpp"
#include "searchers/oneshot/search_images.hpp"
#include "searchers/oneshot/search_plan.hpp"
#include "searchers/oneshot/search_state.hpp"

namespace cellar::oneshot {

// What the parts of a search share while it is under way.
struct SearchContext {
  const SearchPlan& plan;
  const SearchImages& images;
  SearchState& state;
  std::uint64_t seed;  // of the run
  const Resources& resources;
  MixtureSteps* played = nullptr;  // none: the steps are computed one operation after the other
};

// "gdas, epoch 3 of 250": what is under way.
std::string epoch_words(const SearchContext& context);

Batch on_device(const SearchContext& context, const at::Tensor& images, const at::Tensor& labels);

// Of the present epoch; after the last one from the first, in another order. Stopped if the search is to stop.
Batch validation_batch(const SearchContext& context, std::int64_t number);

// A pass through so many images; drop path draws its masks, when evaluating, too, as the original does.
network::Pass make_pass(const SearchContext& context, bool training, std::int64_t images, Rng& rng);

// `alphas`: the architecture parameters, on the host.
DrawFrom draw_from(const SearchContext& context, const at::Tensor& alphas);

}  // namespace cellar::oneshot
