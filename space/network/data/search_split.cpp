#include "space/network/data/search_split.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <tuple>
#include <utility>

#include "core/errors.hpp"
#include "core/formats/images/split_file.hpp"
#include "core/formats/text_file.hpp"
#include "core/random.hpp"

namespace cellar::network {

namespace {

using Halves = std::pair<std::vector<int>, std::vector<int>>;

bool validates_on_test_images(std::string_view set) { return set == "cifar100" || set == "ImageNet16-120"; }

std::vector<int> all(std::size_t count) {
  std::vector<int> images(count);
  std::iota(images.begin(), images.end(), 0);
  return images;
}

// Drawn once and for all; the first half is the smaller one where they differ.
Halves own_halves(std::size_t count) {
  constexpr std::uint64_t kOwnHalves = 201;  // any number: the split must only stay what it is
  std::vector<int> images = all(count);
  Rng(derive_seed(kOwnHalves, count)).shuffle(images);
  const auto middle = images.begin() + static_cast<std::ptrdiff_t>(count / 2);
  std::sort(images.begin(), middle);
  std::sort(middle, images.end());
  return {{images.begin(), middle}, {middle, images.end()}};
}

void check(const Halves& halves, const std::array<const char*, 2>& names, std::size_t count, const std::string& file) {
  std::vector<const char*> part_of(count, nullptr);
  const auto mark = [&](const std::vector<int>& images, const char* name) {
    if (images.empty()) throw Error(fmt::format("{}: the part '{}' has no images", file, name));
    for (const int image : images) {
      if (static_cast<std::size_t>(image) >= count) {
        throw Error(fmt::format("{}: the part '{}' names image {}, there are 0 to {}", file, name, image, count - 1));
      }
      const char*& part = part_of[static_cast<std::size_t>(image)];
      if (part) throw Error(fmt::format("{}: image {} is in '{}' and again in '{}'", file, image, part, name));
      part = name;
    }
  };
  mark(halves.first, names[0]);
  mark(halves.second, names[1]);
}

Halves halves_of(std::size_t count, const std::array<const char*, 2>& names, const std::filesystem::path& file) {
  if (file.empty()) return own_halves(count);
  auto parts = parse_split(read_text(file), file.string());
  for (const char* name : names) {
    if (!parts.contains(name)) throw Error(fmt::format("{} has no part '{}'", file.string(), name));
  }
  Halves halves{std::move(parts[names[0]]), std::move(parts[names[1]])};
  check(halves, names, count, file.string());
  return halves;
}

}  // namespace

SearchSplit search_split(const ImageData& data, const std::filesystem::path& file) {
  SearchSplit split;
  split.origin = file.empty() ? "own halves" : file.string();
  split.valid_is_test = validates_on_test_images(data.name);
  if (split.valid_is_test) {
    split.train = all(data.train.size());
    std::tie(split.valid, split.test) = halves_of(data.test.size(), {"xvalid", "xtest"}, file);
  } else {
    std::tie(split.train, split.valid) = halves_of(data.train.size(), {"train", "valid"}, file);
    split.test = all(data.test.size());
  }
  if (split.train.empty() || split.valid.empty()) {
    throw Error(fmt::format("{} has too few images to search on", data.name));
  }
  return split;
}

std::filesystem::path find_split_file(std::string_view set, const std::filesystem::path& folder) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kNames = {
      {{"cifar10", "cifar-split.txt"},
       {"cifar100", "cifar100-test-split.txt"},
       {"ImageNet16-120", "imagenet-16-120-test-split.txt"}}};
  for (const auto& [name, file] : kNames) {
    if (name != set) continue;
    for (const auto& candidate : {folder / file, folder.parent_path() / file}) {
      std::error_code ignored;
      if (std::filesystem::exists(candidate, ignored)) return candidate;
    }
  }
  return {};
}

}  // namespace cellar::network
