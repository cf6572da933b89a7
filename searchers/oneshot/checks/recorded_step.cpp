#include "searchers/oneshot/checks/recorded_step.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include "core/errors.hpp"
#include "searchers/oneshot/checks/compare.hpp"
#include "searchers/oneshot/uniform_cells.hpp"
#include "space/nb201/cell.hpp"
#include "space/network/checks/recorded_supernet.hpp"

namespace cellar::oneshot {

using network::RecordedValue;

RecordedStep::RecordedStep(const network::RecordedCase& recorded, std::size_t number)
    : recorded_(recorded),
      index_(recorded.index().at("steps").at(number)),
      prefix_(fmt::format("step{:03}/", number)),
      number_(static_cast<int>(number)) {}

RecordedStep::AlphaStep RecordedStep::alpha_step() const {
  const RecordedValue loss = index_.at("loss");
  if (loss.has("unrolled_arch")) return AlphaStep::second_order;
  if (!loss.has("arch")) return AlphaStep::none;
  const std::string algorithm = recorded_.index().at("algo").text();
  return algorithm == "random" || algorithm == "enas" ? AlphaStep::observed : AlphaStep::first_order;
}

Batch RecordedStep::batch(const std::string& half) const {
  const std::int64_t classes = recorded_.tensor("init/classifier.bias").size(0);
  return {recorded_.images(prefix_ + half + "_x", number_, network::kind_of(recorded_)),
          recorded_.labels(prefix_ + half + "_y", classes)};
}

network::Pass RecordedStep::pass(const std::string& half) const {
  return network::recorded_pass(recorded_, index_, prefix_ + "drop_mask_" + half, true);
}

// NATS-Bench's script has the calls in order, ["dynamic", "|…|"], NAS-Bench-201's have cells, or such calls. One call:
// both halves have the same cell.
std::optional<RecordedStep::Call> RecordedStep::call(const std::string& half) const {
  const RecordedValue calls = index_.at(index_.has("calls_set_cal_mode") ? "calls_set_cal_mode" : "arch");
  const std::size_t count = calls.size();
  if (count == 0) return std::nullopt;
  const RecordedValue call = calls.at(half == "base" || count == 1 ? 0 : 1);
  if (call.is_text()) return Call{"dynamic", network::recorded_genotype(call)};
  if (call.size() < 2 || call.at(1).is_null()) return Call{call.at(0).text(), std::nullopt};
  return Call{call.at(0).text(), network::recorded_genotype(call.at(1))};
}

PassMode RecordedStep::mode(const std::string& half) const {
  const std::string noise = prefix_ + "gumbel_" + half;
  const auto called = call(half);
  const std::string name = called ? called->mode : recorded_.has(noise) ? "gdas" : "joint";
  if (name == "joint") return Mixture{};
  if (name == "gdas") return Sampled{recorded_.tensor(noise, network::kind_of(recorded_)), index_.at("tau").number()};
  if (name == "urs") return Paths{network::recorded_cells(index_.at("urs_ops_per_search_cell").at(half))};
  if (name == "dynamic" && called->cell) return Paths{{*called->cell}};
  throw Error(fmt::format("'{}' in its index computes in an unknown mode '{}'", index_.place(), name));
}

void RecordedStep::compare_draws(const std::string& half, network::Comparison& comparison) const {
  if (!index_.has("urs_raw_draws") || !index_.has("urs_ops_per_search_cell")) return;
  const auto accepted = network::recorded_cells(index_.at("urs_ops_per_search_cell").at(half));
  const auto raw = index_.at("urs_raw_draws").at(half).list();
  std::vector<Architecture> cells;
  for (const RecordedValue& draws : raw) {
    const std::vector<std::int64_t> operations = draws.integers();
    std::size_t next = 0;
    cells.push_back(live_cell([&] {
      if (next == operations.size()) throw Error(fmt::format("'{}' in its index has too few draws", draws.place()));
      return static_cast<std::uint8_t>(operations[next++]);
    }));
    comparison.holds(fmt::format("{}, all of them", draws.place()), next == operations.size());
  }
  compare_cells(prefix_ + "cells of draws, " + half, cells, accepted, comparison);
}

TrainerOptions recorded_options(const RecordedValue& index) {
  TrainerOptions options;
  const RecordedValue sgd = index.at("sgd");
  options.sgd = {sgd.at("momentum").number(), sgd.at("weight_decay").number(), sgd.at("nesterov").flag()};
  if (sgd.has("dampening") && sgd.at("dampening").number() != 0) throw Error("its index has a dampening that is not 0");
  if (index.has("adam")) {
    const RecordedAdam adam = recorded_adam(index.at("adam"));
    options.alpha_rate = adam.rate;
    options.adam = adam.options;
  }
  if (index.has("gradient_clip")) options.clip = index.at("gradient_clip").number();
  return options;
}

}  // namespace cellar::oneshot
