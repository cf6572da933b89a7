#include "searchers/oneshot/search_images.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/errors.hpp"
#include "core/random.hpp"
#include "space/network/data/toy_images.hpp"

namespace cellar::oneshot {

namespace {

void shorten(std::vector<int>& items, int most) {
  if (most > 0 && items.size() > static_cast<std::size_t>(most)) items.resize(static_cast<std::size_t>(most));
}

}  // namespace

std::string images_of(const SearchOptions& options, const std::string& dataset) {
  return options.images == "dataset" ? dataset : options.images;
}

void require_search_images(const SearchOptions& options, const std::string& dataset, const Resources& resources) {
  const std::string name = images_of(options, dataset);
  if (name != "toy") find_publication(published_set(name), resources.data);
}

SearchImages load_search_images(const SearchOptions& options, const std::string& dataset, const Resources& resources,
                                std::uint64_t seed, bool augments, at::Device device) {
  constexpr std::uint64_t kToySeed = 4;  // the same images for every run
  const std::string name = images_of(options, dataset);
  auto data = std::make_shared<const network::ImageData>(
      name == "toy" ? network::make_toy_images(kToySeed, {.classes = 10, .train = 120, .test = 60})
                    : network::load_images(name, resources.data, {{.verify = resources.verify_data}, options.side}));
  const int height = data->train.height, width = data->train.width;
  if (height % 4 != 0 || width % 4 != 0) {
    throw Error(fmt::format("images of {}x{} pixels: supernets need sides that are multiples of 4; give side=16",
                            height, width));
  }
  network::SearchSplit split = network::search_split(*data, network::find_split_file(name, resources.data));
  shorten(split.train, options.most_images);
  shorten(split.valid, options.most_images);
  const network::LoaderOptions training{options.batch, derive_seed(seed, 1), resources.data_threads, device};
  const network::LoaderOptions validation{options.valid_batch, derive_seed(seed, 2), resources.data_threads, device};
  return {data->classes, network::SearchLoader(data, split, training),
          network::validation_loader(data, split, validation, augments)};
}

}  // namespace cellar::oneshot
