#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/prior.hpp"
#include "core/proxy_registry.hpp"
#include "core/registry.hpp"

namespace cellar {

// The proxies that `cellar proxy` knows, which it says itself only with LibTorch loaded.
const std::vector<std::string>& known_proxies();

// The priors that options of these searchers name, each once: params and flops counted where the space counts costs,
// others from a file of scores (read_proxy_scores), the highest first and of equal ones the lower index; architectures
// without a score are left out. `scores` may be empty. An Error says which commands make what is missing. The origins
// hold a checksum of the order.
// `brought`: those of plug-ins, whose names come after the counted ones.
std::vector<std::shared_ptr<const Prior>> find_priors(const std::vector<ConfiguredSearcher>& searchers,
                                                      const SearchSpace& space, const std::filesystem::path& scores,
                                                      const ProxyRegistry& brought = {});

// What the head of a trace says of the priors that the options name; empty: they name none.
std::string priors_text(const OptionList& options, const std::vector<std::shared_ptr<const Prior>>& priors);

}  // namespace cellar
