#include "experiments/campaign/priors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>

#include "core/checksum.hpp"
#include "core/errors.hpp"
#include "core/suggest.hpp"
#include "experiments/campaign/proxy_scores.hpp"
#include "searchers/cost_prior.hpp"

namespace cellar {

namespace {

using Priors = std::vector<std::shared_ptr<const Prior>>;

std::shared_ptr<const Prior> named(const Priors& priors, const std::string& name) {
  const auto found = std::find_if(priors.begin(), priors.end(), [&](const auto& prior) { return prior->name == name; });
  return found == priors.end() ? nullptr : *found;
}

// What the results depend on, whatever the scores themselves are.
std::string checksum_of(const std::vector<Architecture>& order, const SearchSpace& space) {
  std::vector<std::uint64_t> codes;
  codes.reserve(order.size());
  for (const Architecture& arch : order) codes.push_back(space.code(arch));
  return fmt::format("{:016x}", xxh3(std::as_bytes(std::span(codes))));
}

std::shared_ptr<const Prior> with_checksum(Prior prior, const SearchSpace& space) {
  prior.origin += fmt::format(", order {}", checksum_of(prior.best_first, space));
  return std::make_shared<const Prior>(std::move(prior));
}

Prior ranked(const std::string& name, const ProxyScores& scores, const std::vector<double>& column,
             const SearchSpace& space) {
  std::vector<std::uint64_t> order;
  for (std::uint64_t index = 0; index < column.size(); ++index) {
    if (!std::isnan(column[index])) order.push_back(index);
  }
  std::stable_sort(order.begin(), order.end(), [&](std::uint64_t a, std::uint64_t b) { return column[a] > column[b]; });
  Prior prior{name, scores.origin, {}};
  for (const std::uint64_t index : order) prior.best_first.push_back(space.at(index));
  return prior;
}

Prior scored(const ProxyEntry& entry, const SearchSpace& space) {
  std::vector<double> scores;
  try {
    scores = entry.scores(space);
  } catch (const std::exception& error) {
    throw Error(fmt::format("proxy {} cannot score space {}: {}", entry.name, space.name(), error.what()));
  }
  if (std::all_of(scores.begin(), scores.end(), [](double score) { return std::isnan(score); })) {
    throw Error(fmt::format("proxy {} has no score of any architecture of {}", entry.name, space.name()));
  }
  if (scores.size() != space.size()) {
    throw Error(fmt::format("proxy {} gives {} scores for the {} architectures of {}", entry.name, scores.size(),
                            space.size() ? std::to_string(*space.size()) : "too many", space.name()));
  }
  return ranked(entry.name, {"scores of " + entry.code, {}, {}}, scores, space);
}

[[noreturn]] void refuse(const std::string& name, const ConfiguredSearcher& searcher, const SearchSpace& space) {
  const auto& known = known_proxies();
  if (std::find(known.begin(), known.end(), name) == known.end()) {
    throw Error(fmt::format("{}: {}; one of your own needs --proxy-scores FILE.csv", searcher.spelling(),
                            unknown_name("proxy", name, known)));
  }
  if (space.name() != "nb201") {
    throw Error(fmt::format("{} needs --proxy-scores FILE.csv with the columns 'architecture' and '{}' for all of {}",
                            searcher.spelling(), name, space.name()));
  }
  throw Error(
      fmt::format("{0} needs scores of all cells, which take minutes to an hour: type 'cellar proxy --all "
                  "--proxy {1} --out {1}.csv' once, then 'cellar run \"{0}\" --proxy-scores {1}.csv …'",
                  searcher.spelling(), name));
}

}  // namespace

const std::vector<std::string>& known_proxies() {
  static const std::vector<std::string> kNames = {"params", "flops",  "synflow", "synflow_bn", "nwot",
                                                  "jacov",  "snip",   "plain",   "l2_norm",    "grad_norm",
                                                  "grasp",  "fisher", "zen",     "zico",       "zico_accumulated"};
  return kNames;
}

Priors find_priors(const std::vector<ConfiguredSearcher>& searchers, const SearchSpace& space,
                   const std::filesystem::path& scores, const ProxyRegistry& brought) {
  Priors priors;
  std::optional<ProxyScores> read;
  for (const ConfiguredSearcher& searcher : searchers) {
    for (const std::string& name : searcher.configuration->options().priors()) {
      if (named(priors, name)) continue;
      if (const auto counted = cost_prior(space, name)) {
        priors.push_back(with_checksum(*counted, space));
        continue;
      }
      if (const ProxyEntry* const entry = brought.find(name)) {
        priors.push_back(with_checksum(scored(*entry, space), space));
        continue;
      }
      if (scores.empty()) refuse(name, searcher, space);
      if (!read) read = read_proxy_scores(scores, space);
      const auto* column = read->find(name);
      if (!column) throw Error(fmt::format("{}: {}", scores.string(), unknown_name("proxy", name, read->proxies)));
      priors.push_back(with_checksum(ranked(name, *read, *column, space), space));
    }
  }
  if (!scores.empty() && !read) {
    throw Error(
        fmt::format("--proxy-scores {}: no searcher needs it, as in 'evolution(warm=synflow)'", scores.string()));
  }
  return priors;
}

std::string priors_text(const OptionList& options, const Priors& priors) {
  std::string text;
  for (const std::string& name : options.priors()) {
    const auto prior = named(priors, name);
    require(prior != nullptr, "a prior that an option names has been found");
    text += fmt::format("{}{}, {}", text.empty() ? "" : "; ", name, prior->origin);
  }
  return text.empty() ? text : text + "; its seconds are not charged";
}

}  // namespace cellar
