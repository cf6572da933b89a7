#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/formats/images/labelled_images.hpp"

namespace cellar {

// Sets of images as their authors publish them: in which files, of which sizes.
struct PublishedFile {
  std::string name;
  std::vector<std::string> md5;  // of its releases; empty if none is known
};

struct Publication {
  enum class Encoding { pickled, binary, idx };
  Encoding encoding;
  std::string folder;                      // what the archive unpacks to
  std::vector<PublishedFile> train, test;  // of idx: images, then labels, plain or with .gz
};

struct PublishedSet {
  std::string name;
  int classes = 0, side = 0;         // 0: any number, in idx files
  std::size_t train = 0, test = 0;   // images; 0: any number
  LabelRange range;                  // of the labels in the files
  LabelRange kept;                   // of those that belong to the set, as 0, 1, …
  std::string label_key = "labels";  // in pickles
  std::size_t label_bytes = 1;       // in binary files: the last one is read
  std::vector<Publication> publications = {};
  std::string address = {};        // where it comes from
  std::string system_folder = {};  // where a Debian package puts it; empty if none does
};

// cifar10, cifar100, ImageNet16-120, fashion-mnist, mnist, and idx for other files like these.
const std::vector<PublishedSet>& published_sets();
// An Error suggests a name if there is no such set.
const PublishedSet& published_set(std::string_view name);

}  // namespace cellar
