#include "experiments/networks/proxy_sweep.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "core/errors.hpp"
#include "core/formats/ordered_work.hpp"
#include "experiments/campaign/interrupt.hpp"
#include "experiments/campaign/progress.hpp"
#include "space/nb201/live_edges.hpp"

namespace cellar {

namespace {

// For each cell, the one of the lowest index that is alike without dead edges.
std::vector<std::uint64_t> first_alike(const Nb201& space, std::uint64_t count) {
  std::unordered_map<std::uint64_t, std::uint64_t> first;  // by the code of the live cell
  std::vector<std::uint64_t> alike;
  for (std::uint64_t index = 0; index < count; ++index) {
    alike.push_back(first.emplace(space.code(nb201::live_cell(space.at(index))), index).first->second);
  }
  return alike;
}

}  // namespace

void sweep_proxies(const Nb201& space, const ProxyPlan& plan, std::span<const network::ProxyScorer> scorers,
                   std::uint64_t count, int threads, ProxyFile& file) {
  const std::uint64_t done = file.rows().size();
  if (done >= count) return;
  const std::vector<std::uint64_t> alike = first_alike(space, count);
  std::vector<const network::Proxy*> own;  // what every cell has of its own
  for (const network::Proxy* const proxy : plan.proxies) {
    if (!proxy->ignores_dead_edges) own.push_back(proxy);
  }
  const auto score = [&](std::size_t number, int thread) {
    network::use_arithmetic_threads(1);
    const network::ProxyScorer& scorer = scorers[static_cast<std::size_t>(thread) % scorers.size()];
    const std::uint64_t index = done + number;
    return scorer.scores(space.at(index), alike[index] == index ? plan.proxies : own);
  };
  const InterruptGuard interrupt;
  Progress progress;
  ProgressLine line(static_cast<std::int64_t>(count - done), "cells");
  OrderedWork<std::vector<double>, decltype(score)> work(count - done, std::max(threads, 1), score);
  for (std::uint64_t index = done; index < count; ++index) {
    line.show(progress);
    const std::vector<double> computed = work.take();
    std::vector<double> values;
    auto next = computed.begin();
    for (std::size_t i = 0; i < plan.proxies.size(); ++i) {
      const bool is_shared = plan.proxies[i]->ignores_dead_edges && alike[index] != index;
      values.push_back(is_shared ? file.rows()[alike[index]][i] : *next++);
    }
    file.add(space.format(space.at(index)), std::move(values));
    ++progress.runs_done;
    progress.evaluations += static_cast<std::int64_t>(computed.size());
    if (interrupt.interrupted()) {
      throw Stopped(fmt::format("interrupted after {} of {} cells; the same command goes on", index + 1, count));
    }
  }
}

}  // namespace cellar
