#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>

#include "core/options.hpp"
#include "core/searcher.hpp"

namespace cellar {

// What a searcher begins with instead of random architectures: those that a zero-cost proxy likes best, in its order.
// Source: Abdelfattah, Mehrotra, Dudziak and Lane, ICLR 2021, "Zero-Cost Proxies for Lightweight NAS", warm-up,
// where evolution's first population is the best of a sample by the proxy; here it is the best of all.
class WarmStart {
 public:
  // The option `warm`.
  static void describe(OptionList& list, std::string& prior);

  // `prior`: a name, which is looked for in the problem; params and flops are counted where it has none of them. An
  // Error if there is no such prior. kNoPrior: a cold start.
  WarmStart(const Problem& problem, const std::string& prior);

  // Whether there is one at all.
  bool is_warm() const { return prior_ != nullptr; }

  // The next one in order, or the next that is not in `seen`; none: there is none left, or the start is cold.
  std::optional<Architecture> next();
  std::optional<Architecture> next_unseen(const std::unordered_set<Architecture>& seen);

 private:
  const SearchSpace& space_;
  std::shared_ptr<const Prior> prior_;
  std::size_t taken_ = 0;
};

}  // namespace cellar
