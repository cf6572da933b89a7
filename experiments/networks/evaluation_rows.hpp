#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/table/records/cell_record.hpp"
#include "space/nb201/costs.hpp"
#include "space/network/quality.hpp"

namespace cellar {

// Trained weights shown images, and what is known of them.
struct EvaluatedCell {
  std::uint64_t index = 0;
  nb201::Skeleton skeleton;
  std::string dataset, part;  // of the images: "cifar10-valid", "test"
  bool all_images = true;     // of the part, and in their own size
  network::Quality quality = {};
  std::optional<TrialRecord> record = {};  // of an archive: the training of these weights
};

// A table's rows: what was computed, and below it what the archive and the table nb201 record for the same images, if
// they do.
std::vector<std::vector<std::string>> evaluation_rows(const EvaluatedCell& cell);

}  // namespace cellar
