#include "core/formats/images/image_folder.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/errors.hpp"
#include "core/formats/images/cifar_binary.hpp"
#include "core/formats/images/idx.hpp"
#include "core/formats/images/pickled_images.hpp"
#include "core/formats/md5_name.hpp"
#include "core/formats/text_file.hpp"
#include "core/table/mapped_file.hpp"

namespace cellar {

namespace {

namespace fs = std::filesystem;
using Encoding = Publication::Encoding;

bool is_there(const fs::path& file) {
  std::error_code ignored;
  return fs::exists(file, ignored);
}

// A file of a publication; idx files are also named with .gz.
fs::path path_of(const FoundPublication& found, const PublishedFile& file) {
  const fs::path plain = found.folder / file.name;
  if (found.publication->encoding != Encoding::idx || is_there(plain)) return plain;
  return plain.string() + ".gz";
}

void verify(const fs::path& path, const PublishedFile& file) {
  if (file.md5.empty()) throw Error(fmt::format("cannot verify {}: no md5 of this file is published", path.string()));
  const std::string digest = md5(MappedFile(path).bytes());
  if (std::find(file.md5.begin(), file.md5.end(), digest) != file.md5.end()) return;
  throw Error(fmt::format("{} is not the published file: its md5 is {} instead of {}", path.string(), digest,
                          fmt::join(file.md5, " or ")));
}

LabelledImages read_idx_files(const FoundPublication& found, const std::vector<PublishedFile>& files) {
  const fs::path images = path_of(found, files[0]), labels = path_of(found, files[1]);
  const std::string image_bytes = read_text(images), label_bytes = read_text(labels);
  return read_idx(
      {std::as_bytes(std::span(image_bytes)), std::as_bytes(std::span(label_bytes)), images.string(), labels.string()});
}

LabelledImages read_files(const PublishedSet& set, const FoundPublication& found,
                          const std::vector<PublishedFile>& files) {
  if (found.publication->encoding == Encoding::idx) return read_idx_files(found, files);
  LabelledImages images;
  for (const PublishedFile& file : files) {
    const fs::path path = path_of(found, file);
    const MappedFile mapped(path);
    if (found.publication->encoding == Encoding::pickled) {
      append_pickled_images(images, mapped.bytes(), {set.label_key, set.side, set.range, set.kept}, path.string());
    } else {
      append_cifar_binary(images, mapped.bytes(), {set.label_bytes, set.label_bytes - 1, set.range}, path.string());
    }
  }
  return images;
}

void check(const PublishedSet& set, const LabelledImages& images, std::size_t count, std::string_view part,
           const fs::path& folder) {
  if (images.size() == 0) throw Error(fmt::format("{} holds no {} images of {}", folder.string(), part, set.name));
  if (count != 0 && images.size() != count) {
    throw Error(fmt::format("{} holds {} {} images of {}, which has {}", folder.string(), images.size(), part, set.name,
                            count));
  }
  if (set.side != 0 && (images.height != set.side || images.width != set.side)) {
    throw Error(fmt::format("{} holds images of {} x {} pixels, those of {} are {} x {}", folder.string(),
                            images.height, images.width, set.name, set.side, set.side));
  }
  const int largest = *std::max_element(images.labels.begin(), images.labels.end());
  if (set.classes != 0 && largest >= set.classes) {
    throw Error(
        fmt::format("{} holds the label {}, {} has 0 to {}", folder.string(), largest, set.name, set.classes - 1));
  }
}

}  // namespace

FoundPublication find_publication(const PublishedSet& set, const fs::path& folder) {
  const fs::path base = folder.empty() ? fs::path(set.system_folder) : folder;
  for (const Publication& publication : set.publications) {
    for (const fs::path& candidate : {base / publication.folder, base}) {
      const FoundPublication found{&publication, candidate};
      if (!base.empty() && is_there(path_of(found, publication.train.front()))) return found;
    }
  }
  const Publication& first = set.publications.front();
  throw Error(fmt::format("no data of {} in {}: {} to {} are expected there or in {}/ below it; they come from {}",
                          set.name, base.empty() ? "(no folder was given)" : base.string(), first.train.front().name,
                          first.test.back().name, first.folder, set.address));
}

ImageDataset read_image_folder(std::string_view name, const fs::path& folder, const ImageFolderOptions& options) {
  const PublishedSet& set = published_set(name);
  const FoundPublication found = find_publication(set, folder);
  for (const auto* files : {&found.publication->train, &found.publication->test}) {
    for (const PublishedFile& file : *files) {
      const fs::path path = path_of(found, file);
      if (!is_there(path)) {
        throw Error(
            fmt::format("{} is missing: a part of {}, which comes from {}", path.string(), set.name, set.address));
      }
      if (options.verify) verify(path, file);
    }
  }
  ImageDataset read{set.name, set.classes, read_files(set, found, found.publication->train),
                    read_files(set, found, found.publication->test)};
  check(set, read.train, options.any_count ? 0 : set.train, "training", found.folder);
  check(set, read.test, options.any_count ? 0 : set.test, "test", found.folder);
  if (read.classes == 0) read.classes = 1 + *std::max_element(read.train.labels.begin(), read.train.labels.end());
  const int largest = *std::max_element(read.test.labels.begin(), read.test.labels.end());
  if (largest >= read.classes) {
    throw Error(fmt::format("{}: the label {} occurs among the test images only", found.folder.string(), largest));
  }
  if (read.train.height != read.test.height || read.train.width != read.test.width) {
    throw Error(fmt::format("{}: training images are {} x {}, test images {} x {}", found.folder.string(),
                            read.train.height, read.train.width, read.test.height, read.test.width));
  }
  return read;
}

}  // namespace cellar
