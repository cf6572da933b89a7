#include "searchers/warm_start.hpp"

#include <fmt/format.h>

#include "core/errors.hpp"
#include "searchers/cost_prior.hpp"

namespace cellar {

namespace {

std::shared_ptr<const Prior> find_prior(const Problem& problem, const std::string& name) {
  for (const auto& prior : problem.priors) {
    if (prior->name == name) return prior;
  }
  if (auto counted = cost_prior(problem.space, name)) return counted;
  throw Error(fmt::format("warm={}: there are no scores of {} by it{}", name, problem.space.name(),
                          name == "params" || name == "flops" ? ", and the space does not count it" : ""));
}

}  // namespace

void WarmStart::describe(OptionList& list, std::string& prior) {
  list.prior("warm", prior, "begin with what this proxy likes best: params, flops, or one of --proxy-scores");
}

WarmStart::WarmStart(const Problem& problem, const std::string& prior) : space_(problem.space) {
  if (prior != kNoPrior) prior_ = find_prior(problem, prior);
}

std::optional<Architecture> WarmStart::next() {
  while (prior_ && taken_ < prior_->best_first.size()) {
    const Architecture& liked = prior_->best_first[taken_++];
    if (space_.valid(liked)) return liked;  // the search may be restricted
  }
  return std::nullopt;
}

std::optional<Architecture> WarmStart::next_unseen(const std::unordered_set<Architecture>& seen) {
  std::optional<Architecture> arch = next();
  while (arch && seen.contains(*arch)) arch = next();
  return arch;
}

}  // namespace cellar
