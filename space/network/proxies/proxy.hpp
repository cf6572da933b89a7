#pragma once

#include <span>
#include <string_view>

namespace cellar::network {

class ProxyInput;

inline constexpr int kMostBatches = 2;  // of images, that any proxy looks at

// A zero-cost proxy: a number that an untrained network gives, in the hope that it ranks cells as training would.
struct Proxy {
  std::string_view name = {};
  std::string_view alias = {};   // another name, or empty
  std::string_view what = {};    // in a line
  std::string_view source = {};  // the paper
  int batches = 0;               // of images that it looks at
  bool uses_labels = false;
  bool uses_gradients = false;
  bool needs_float64 = false;    // its network is computed in it, and Apple's devices have none
  bool higher_is_better = true;  // as its source means it
  // Edges that cannot matter (nb201::live_cell) do not change it, not by a bit: their layers add zeros. grasp, which
  // adds up second derivatives in another order, changes by rounding.
  bool ignores_dead_edges = false;
  double (*compute)(ProxyInput& input) = nullptr;
};

// All of them.
std::span<const Proxy> proxies();

// By name or alias; an Error names what there is.
const Proxy& find_proxy(std::string_view name);

}  // namespace cellar::network
