#include "searchers/oneshot/checks/recorded_step.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include "space/nb201/cell.hpp"
#include "space/network/checks/comparison.hpp"
#include "space/network/checks/recorded_supernet.hpp"

namespace cellar::oneshot {

RecordedStep::RecordedStep(const network::RecordedCase& recorded, int number)
    : recorded_(recorded),
      index_(recorded.index().at("steps").at(static_cast<std::size_t>(number))),
      prefix_(fmt::format("step{:03}/", number)) {}

RecordedStep::AlphaStep RecordedStep::alpha_step() const {
  const auto& loss = index_.at("loss");
  if (loss.contains("unrolled_arch")) return AlphaStep::second_order;
  if (!loss.contains("arch")) return AlphaStep::none;
  return recorded_.has(prefix_ + "alpha_grad") ? AlphaStep::first_order : AlphaStep::observed;
}

Batch RecordedStep::batch(const std::string& half) const {
  return {recorded_.tensor(prefix_ + half + "_x").to(network::kind_of(recorded_).type),
          recorded_.tensor(prefix_ + half + "_y")};
}

network::Pass RecordedStep::pass(const std::string& half) const {
  return network::recorded_pass(recorded_, index_, prefix_ + "drop_mask_" + half, true);
}

// NATS-Bench's script has the calls in order, ["dynamic", "|…|"], NAS-Bench-201's have cells, or such calls.
std::optional<Architecture> RecordedStep::named_cell(std::size_t half) const {
  const auto& calls = index_.contains("calls_set_cal_mode") ? index_["calls_set_cal_mode"] : index_.at("arch");
  if (calls.empty()) return std::nullopt;
  const auto& call = calls.at(std::min(half, calls.size() - 1));  // one call: both halves have the same cell
  const auto& cell = call.is_string() ? call : call.at(1);
  if (cell.is_null()) return std::nullopt;
  return nb201::parse_cell(cell.get<std::string>());
}

PassMode RecordedStep::mode(const std::string& half) const {
  if (const std::string noise = prefix_ + "gumbel_" + half; recorded_.has(noise)) {
    return Sampled{recorded_.tensor(noise), index_.at("tau").get<double>()};
  }
  if (index_.contains("urs_ops_per_search_cell")) {
    return Paths{network::recorded_cells(index_["urs_ops_per_search_cell"].at(half))};
  }
  if (const auto cell = named_cell(half == "base" ? 0 : 1)) return Paths{{*cell}};
  return Mixture{};
}

TrainerOptions recorded_options(const nlohmann::json& index) {
  TrainerOptions options;
  const auto& sgd = index.at("sgd");
  options.sgd = {sgd.at("momentum"), sgd.at("weight_decay"), sgd.at("nesterov")};
  if (const auto& adam = index.at("adam"); !adam.is_null()) {
    options.alpha_rate = adam.at("lr");
    options.adam = {adam.at("betas").at(0), adam.at("betas").at(1), adam.at("eps"), adam.at("weight_decay")};
  }
  if (index.contains("gradient_clip") && !index["gradient_clip"].is_null()) options.clip = index["gradient_clip"];
  return options;
}

}  // namespace cellar::oneshot
