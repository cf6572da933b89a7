#include "space/network/data/image_data.hpp"

#include <utility>

#include "space/network/data/resize.hpp"

namespace cellar::network {

ImageData with_transforms(ImageDataset set) {
  const Normalisation normalisation = normalisation_of(set);
  const Augmentation augmentation = augmentation_of(set.name, set.train);
  return {std::move(set), normalisation, augmentation};
}

ImageData load_images(std::string_view name, const std::filesystem::path& folder, const ImageOptions& options) {
  ImageDataset set = read_image_folder(name, folder, options);
  if (options.side != 0) {
    set.train = resized(std::move(set.train), options.side);
    set.test = resized(std::move(set.test), options.side);
  }
  return with_transforms(std::move(set));
}

}  // namespace cellar::network
