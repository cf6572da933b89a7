#pragma once

namespace cellar::network {

// Learning rates that fall like a cosine from epoch to epoch, after a linear warm-up from step to step
// (AutoDL-Projects, xautodl/procedures/optimizers.py: CosineAnnealingLR). Warm-up comes first; the epochs after
// `epochs` stay at the least.
struct CosineSchedule {
  double highest = 0.025, least = 0.001;
  int epochs = 100;
  int warmup = 0;  // epochs
  int period = 0;  // of half a cosine, in epochs; 0: `epochs`

  // `progress`: the share of the epoch that is done, 0 to 1; it matters in the warm-up alone.
  double rate(int epoch, double progress) const;
};

}  // namespace cellar::network
