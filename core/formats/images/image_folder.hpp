#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/formats/images/labelled_images.hpp"
#include "core/formats/images/published_sets.hpp"

namespace cellar {

struct ImageDataset {
  std::string name;  // "cifar10"
  int classes = 0;
  LabelledImages train, test;
};

struct ImageFolderOptions {
  bool verify = false;     // compare the files' md5 with what is published
  bool any_count = false;  // take parts of a set, too, as tests have them
};

// Where one of the set's publications lies: in `folder`, or in a folder below it that is named as the archive's is; an
// empty path stands for where the system's package puts it. An Error says what is expected there, and where it comes
// from.
struct FoundPublication {
  const Publication* publication;
  std::filesystem::path folder;
};
FoundPublication find_publication(const PublishedSet& set, const std::filesystem::path& folder);

// Reads a whole set (published_sets.hpp). Files are checked: sizes, counts, labels. An Error names the file and what is
// wrong in it.
ImageDataset read_image_folder(std::string_view name, const std::filesystem::path& folder,
                               const ImageFolderOptions& options = {});

}  // namespace cellar
