#pragma once

#include <optional>
#include <string>

#include "core/table/records/cell_record.hpp"

namespace cellar {

// What is asked of a cell: one figure of one set of images after one epoch.
struct Question {
  std::string dataset;  // cifar10-valid, cifar10, cifar100, ImageNet16-120
  std::string set =
      "test";  // train, x-valid, x-test, ori-test; or, as find_best of the originals means them, valid, test
  std::string schedule = "200";   // a training's total of epochs; also full (200) and less (12)
  std::optional<int> epoch = {};  // from 1; none: the last
  std::optional<int> seed = {};   // none: the mean over all trials
  Figure figure = Figure::accuracy;
};

// The same in the words of the records. "valid" and "test" of cifar10 are x-valid of cifar10-valid, which trains on the
// other half, and ori-test of cifar10; of other data sets x-valid and x-test, where cifar10-valid has ori-test.
struct ResolvedQuestion {
  std::string dataset;
  ImageSet set = ImageSet::ori_test;
  std::string schedule;
  std::optional<int> epoch = {};  // from 1
  std::optional<int> seed = {};
  Figure figure = Figure::accuracy;
  friend auto operator<=>(const ResolvedQuestion&, const ResolvedQuestion&) = default;
};

// An Error for a set that does not exist, or an epoch below 1.
ResolvedQuestion resolve(const Question& question);

// "full" is 200, "less" 12; others stand for themselves.
std::string schedule_label(const std::string& name);

// "x-valid accuracy of cifar10-valid after 12 of 200 epochs, seed 777".
std::string format(const ResolvedQuestion& question);
std::string figure_name(Figure figure);

}  // namespace cellar
