#pragma once

#include <string>

#include "core/searcher.hpp"
#include "searchers/oneshot/search_options.hpp"
#include "space/network/data/image_loader.hpp"
#include "space/network/data/search_loader.hpp"

namespace cellar::oneshot {

// The images of a search: pairs of batches that train, and validation images that judge candidates.
struct SearchImages {
  int classes;
  network::SearchLoader training;
  network::ImageLoader validation;
};

// The name of those that the options name; `dataset`: the data set that is searched.
std::string images_of(const SearchOptions& options, const std::string& dataset);

// Those that the options name, read from the folder of the resources; `dataset`: the data set that is searched;
// `augments`: validation images are cropped and flipped, too; `device`: where the batches are wanted.
SearchImages load_search_images(const SearchOptions& options, const std::string& dataset, const Resources& resources,
                                std::uint64_t seed, bool augments, at::Device device = at::kCPU);

// An Error where their folder is not there.
void require_search_images(const SearchOptions& options, const std::string& dataset, const Resources& resources);

}  // namespace cellar::oneshot
