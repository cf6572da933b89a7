#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace cellar {

// Which images belong to which part of a set, as AutoDL-Projects keeps it (configs/nas-benchmark/cifar-split.txt,
// cifar100-test-split.txt, imagenet-16-120-test-split.txt): {"train": ["int", ["0", "5", …]], "valid": …}. A plain list
// of numbers, {"train": [0, 5, …]}, is read, too. An Error says at which byte something else stands.
std::map<std::string, std::vector<int>> parse_split(std::string_view text, const std::string& source);

}  // namespace cellar
