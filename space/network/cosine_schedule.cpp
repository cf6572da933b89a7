#include "space/network/cosine_schedule.hpp"

#include <cmath>
#include <numbers>

namespace cellar::network {

double CosineSchedule::rate(int epoch, double progress) const {
  if (epoch < warmup) return ((epoch + progress) / warmup) * highest;
  if (epoch >= epochs) return least;
  const int half = period > 0 ? period : epochs;
  return least + (highest - least) * (1 + std::cos(std::numbers::pi * (epoch - warmup) / half)) / 2;
}

}  // namespace cellar::network
