#pragma once

#include "core/searcher.hpp"
#include "space/network/data/cell_images.hpp"
#include "space/network/data/image_loader.hpp"
#include "space/network/train_cell.hpp"

namespace cellar::network {

// The images of a part, in their order and as they are, or shuffled and varied for training.
ImageLoader part_loader(const CellImages& images, const CellImages::Part& part, bool training,
                        const LoaderOptions& options);

// A loader's batches, made ahead. Asked for a batch when it is to stop, it throws Stopped.
BatchSource image_source(const ImageLoader& loader, const std::stop_token& stop);

}  // namespace cellar::network
