#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace cellar {

// What a trained network is measured on: the training images, and up to three sets of others.
enum class ImageSet { train, x_valid, x_test, ori_test };
inline constexpr std::array kEvaluationSets = {ImageSet::x_valid, ImageSet::x_test, ImageSet::ori_test};
inline constexpr std::array kImageSets = {ImageSet::train, ImageSet::x_valid, ImageSet::x_test, ImageSet::ori_test};

// As official files spell it, "x-valid"; the training set is "train".
std::string_view set_name(ImageSet set);
// Of an evaluation set; none for any other name, "train" too.
std::optional<ImageSet> evaluation_set(std::string_view name);

}  // namespace cellar
