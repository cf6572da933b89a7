#include "searchers/oneshot/checks/compare.hpp"

#include <ATen/ATen.h>

#include "core/errors.hpp"
#include "searchers/oneshot/controller.hpp"
#include "space/nb201/cell.hpp"
#include "space/network/checks/recorded_supernet.hpp"

namespace cellar::oneshot {

namespace {

constexpr std::size_t kEdges = nb201::kEdges.size();

at::Tensor operations(std::span<const Architecture> cells) {
  const at::Tensor rows = at::empty({static_cast<std::int64_t>(cells.size()), kEdges}, at::kDouble);
  double* next = rows.data_ptr<double>();
  for (const Architecture& cell : cells) {
    for (const std::uint8_t choice : cell.choices()) *next++ = choice;
  }
  return rows;
}

}  // namespace

void compare_number(const std::string& name, double computed, double recorded, network::Comparison& comparison,
                    double rounding) {
  comparison.value(name, at::scalar_tensor(computed, at::kDouble), at::scalar_tensor(recorded, at::kDouble), rounding);
}

void compare_cells(const std::string& name, std::span<const Architecture> computed,
                   std::span<const Architecture> recorded, network::Comparison& comparison) {
  comparison.value(name, operations(computed), operations(recorded));
}

std::vector<Architecture> recorded_genotypes(const network::RecordedValue& genotypes) {
  std::vector<Architecture> cells;
  for (const network::RecordedValue& genotype : genotypes.list()) cells.push_back(network::recorded_genotype(genotype));
  return cells;
}

std::vector<Architecture> recorded_cells(const at::Tensor& operations) {
  if (operations.dim() != 2 || operations.size(1) != static_cast<std::int64_t>(kEdges) ||
      operations.scalar_type() != at::kLong) {
    throw Error("recorded operations are rows of six whole numbers");
  }
  std::vector<Architecture> cells(static_cast<std::size_t>(operations.size(0)), Architecture(kEdges));
  const at::Tensor rows = operations.contiguous();
  const std::int64_t* next = rows.data_ptr<std::int64_t>();
  for (Architecture& cell : cells) {
    for (std::size_t edge = 0; edge < kEdges; ++edge, ++next) {
      if (*next < 0 || *next >= static_cast<std::int64_t>(nb201::kOperationNames.size())) {
        throw Error("a recorded operation is none of the five");
      }
      cell[edge] = static_cast<std::uint8_t>(*next);
    }
  }
  return cells;
}

RecordedAdam recorded_adam(const network::RecordedValue& adam, RecordedAdam defaults) {
  const auto read = [&](const char* key, double& into) {
    if (adam.has(key)) into = adam.at(key).number();
  };
  read("lr", defaults.rate);
  read("eps", defaults.options.epsilon);
  read("weight_decay", defaults.options.weight_decay);
  if (adam.has("betas")) {
    defaults.options.beta1 = adam.at("betas").at(0).number();
    defaults.options.beta2 = adam.at("betas").at(1).number();
  }
  return defaults;
}

std::optional<double> previous_baseline(const network::RecordedValue& entry) {
  return entry.has("prev_baseline") ? std::optional<double>(entry.at("prev_baseline").number()) : std::nullopt;
}

void compare_controller(const network::RecordedCase& recorded, network::Comparison& comparison) {
  for (const std::string prefix : {"init_controller/", "init/controller."}) {
    const std::vector<std::string> names = recorded.names(prefix);
    if (names.empty()) continue;
    const Controller controller({}, network::kind_of(recorded));
    network::Weights weights;
    controller.collect("", weights);
    for (const std::string& name : names) {
      const at::Tensor own = weights.find(name);
      comparison.holds(prefix + name + ", of ours",
                       own.defined() && own.sizes() == recorded.tensor(prefix + name).sizes());
    }
  }
}

}  // namespace cellar::oneshot
