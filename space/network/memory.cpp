#include "space/network/memory.hpp"

#include <ATen/ATen.h>

#include <cstdint>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace cellar::network {

void tune_allocator() {
#ifdef __GLIBC__
  constexpr int kMegabyte = 1 << 20;
  mallopt(M_MMAP_MAX, 0);                       // a block from mmap is given back when it is freed
  mallopt(M_TRIM_THRESHOLD, 2047 * kMegabyte);  // the most that fits: the top of the heap stays, too
  mallopt(M_TOP_PAD, 64 * kMegabyte);           // the heap grows by steps that huge pages fit into
#endif
}

void take_working_memory() {
  constexpr std::int64_t kWanted = std::int64_t{192} << 20;
  at::empty({kWanted}, at::kByte);
  constexpr std::int64_t kSide = 128;  // smaller products do without
  const at::Tensor ones = at::ones({kSide, kSide}, at::kFloat);
  at::mm(ones, ones);
}

}  // namespace cellar::network
