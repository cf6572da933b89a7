#include "core/table/records/image_set.hpp"

namespace cellar {

std::string_view set_name(ImageSet set) {
  constexpr std::array<std::string_view, 4> kNames = {"train", "x-valid", "x-test", "ori-test"};
  return kNames[static_cast<std::size_t>(set)];
}

std::optional<ImageSet> evaluation_set(std::string_view name) {
  for (const ImageSet set : kEvaluationSets) {
    if (set_name(set) == name) return set;
  }
  return std::nullopt;
}

}  // namespace cellar
