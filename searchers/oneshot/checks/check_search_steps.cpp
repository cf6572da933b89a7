#include "searchers/oneshot/checks/check_search_steps.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <vector>

#include "searchers/oneshot/checks/compare.hpp"
#include "searchers/oneshot/checks/repeated_search.hpp"
#include "space/nb201/cell.hpp"
#include "space/network/checks/recorded_supernet.hpp"
#include "space/network/checks/recorded_weights.hpp"
#include "space/network/derive.hpp"

namespace cellar::oneshot {

using network::Comparison;
using network::RecordedCase;
using network::RecordedValue;

namespace {

constexpr std::string_view kState = "final/state/";

// The weights at the end, and the architecture parameters. ENAS's controller is trained between the epochs, which are
// not recorded here: no step touches it.
void compare_state(const RecordedCase& recorded, const RepeatedSearch& search, Comparison& comparison) {
  network::Weights all = search.supernet().weights();
  all.parameter("arch_parameters", search.alphas());
  for (const std::string& own : recorded.names(std::string(kState))) {
    const std::string name = std::string(kState) + own;
    const bool is_controller = own.starts_with("controller.");
    comparison.value(recorded, name, is_controller ? recorded.tensor("init/" + own) : all.find(own),
                     own == "arch_parameters" ? search.in_alphas() : search.in_weight(own));
  }
}

// A tensor that was never updated has no buffer. Those of biases before a normalisation hold weight decay and rounding.
void compare_momentum(const RecordedCase& recorded, const RepeatedSearch& search, Comparison& comparison) {
  const std::vector<std::string> names = recorded.names("final/momentum/");
  if (names.empty()) return;
  double largest = 0;
  for (const at::Tensor& buffer : search.buffers()) {
    if (buffer.defined()) largest = std::max(largest, network::magnitude(buffer));
  }
  const double vanished = comparison.allowed().vanishing * largest;
  std::size_t next = 0;
  std::int64_t updated = 0;
  for (const network::Weights::Entry& entry : search.supernet().weights().entries()) {
    if (!entry.is_parameter) continue;
    const at::Tensor& own = search.buffers()[next++];
    const std::string name = "final/momentum/" + entry.name;
    if (own.defined()) ++updated;
    comparison.gradient(recorded, name, own, search.in_momentum().of_gradient(entry.name, vanished));
  }
  comparison.same("number of tensors with momentum", std::to_string(updated), std::to_string(names.size()));
}

}  // namespace

Comparison check_search_steps(const RecordedCase& recorded) {
  Comparison comparison(recorded);
  const RecordedValue index = recorded.index();
  RepeatedSearch search(recorded, comparison);
  for (std::size_t number = 0; number < index.at("steps").size(); ++number) {
    search.step(number);
    if (recorded.varies() && !comparison.failed().empty()) return comparison;  // the next try is not worth more
  }
  network::compare_names(index, search.supernet().weights(), comparison);
  compare_state(recorded, search, comparison);
  compare_momentum(recorded, search, comparison);
  compare_controller(recorded, comparison);
  comparison.same(index, "derived_genotype", nb201::format_cell(network::derive_cell(search.alphas())));
  return comparison;
}

}  // namespace cellar::oneshot
