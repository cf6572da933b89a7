#pragma once

#include <filesystem>
#include <string_view>

#include "core/formats/images/image_folder.hpp"
#include "space/network/data/normalisation.hpp"
#include "space/network/data/placement.hpp"

namespace cellar::network {

// A set of images and how they are shown to networks.
struct ImageData : ImageDataset {
  Normalisation normalisation;
  Augmentation augmentation;
};

struct ImageOptions : ImageFolderOptions {
  int side = 0;  // smaller images (resize.hpp); 0: as they are
};

// Reads one of the published sets (core/formats/images/published_sets.hpp) from its folder or the one above it.
ImageData load_images(std::string_view name, const std::filesystem::path& folder, const ImageOptions& options = {});

// With the normalisation and augmentation of its name and size.
ImageData with_transforms(ImageDataset set);

}  // namespace cellar::network
