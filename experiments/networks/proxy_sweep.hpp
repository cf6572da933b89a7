#pragma once

#include <cstdint>
#include <span>

#include "experiments/networks/proxy_file.hpp"
#include "space/nb201.hpp"

namespace cellar {

// Scores the cells 0 … count-1 that the file does not have yet, on several threads, which share the scorers, one for
// each device. The file's bytes do not depend on their number. Proxies that ignore dead edges are computed once for all
// cells that are alike without these, to which they give the same number: of the whole space 9,445 instead of 15,625
// times. Ctrl-C ends it with Stopped.
void sweep_proxies(const Nb201& space, const ProxyPlan& plan, std::span<const network::ProxyScorer> scorers,
                   std::uint64_t count, int threads, ProxyFile& file);

}  // namespace cellar
