#include "searchers/oneshot/checks/check_cells.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <fstream>
#include <span>

#include "core/errors.hpp"
#include "searchers/oneshot/cell_codes.hpp"
#include "searchers/oneshot/cell_distribution.hpp"
#include "searchers/oneshot/checks/compare.hpp"
#include "space/nb201/isomorphism.hpp"
#include "space/network/derive.hpp"
#include "space/network/gumbel_softmax.hpp"

namespace cellar::oneshot {

using network::Comparison;
using network::RecordedCase;

Comparison check_derive(const RecordedCase& recorded) {
  Comparison comparison(network::tolerances(at::kDouble));
  for (const auto& row : recorded.index().at("rows")) {
    const int number = row.at("case");
    const std::string name = fmt::format("alpha{:02}", number);
    const Architecture cell = network::derive_cell(recorded.tensor(name));
    const Architecture genotype = nb201::parse_cell(row.at("genotype").get<std::string>());
    compare_cells(name + "/genotype", {&cell, 1}, {&genotype, 1}, comparison);
    const auto agree = [&](const std::string& what, bool equal) {
      compare_number(fmt::format("{}/{}", name, what), equal, 1, comparison);
    };
    agree("valid", nb201::connected(cell) == row.at("valid").get<bool>());
    agree("unique_str", nb201::unique_string(cell, nb201::Zeros::opaque) == row.at("unique_str").get<std::string>());
    agree("unique_str_zero",
          nb201::unique_string(cell, nb201::Zeros::propagate) == row.at("unique_str_zero").get<std::string>());
  }
  return comparison;
}

Comparison check_gdas_sampling(const RecordedCase& recorded) {
  Comparison comparison(network::tolerances(network::kind_of(recorded).type));
  for (const auto& row : recorded.index().at("rows")) {
    const std::string prefix = fmt::format("case{:02}/", row.at("case").get<int>());
    const double tau = row.at("tau");
    const at::Tensor alphas = recorded.tensor(prefix + "alpha").set_requires_grad(true);
    const auto sample = network::gumbel_softmax(alphas, recorded.tensor(prefix + "gumbel"), tau);
    comparison.value(prefix + "probs", sample.probabilities, recorded.tensor(prefix + "probs"));
    comparison.value(prefix + "hardwts", sample.weights, recorded.tensor(prefix + "hardwts"));
    const auto cell = recorded_cells(recorded.tensor(prefix + "index").unsqueeze(0));
    compare_cells(prefix + "index", {&sample.cell, 1}, cell, comparison);
    const at::Tensor functional = recorded.tensor(prefix + "functional");
    (functional * sample.weights).sum().backward();
    comparison.gradient(prefix + "alpha_grad", alphas.grad(), recorded.tensor(prefix + "alpha_grad"));
  }
  return comparison;
}

// Which of two cells comes first may hang on the last bit of a float, so the ranking is that of the recorded
// log-probabilities of single operations; what is computed of the alphas is compared with these.
Comparison check_setn(const RecordedCase& recorded) {
  Comparison comparison(network::tolerances(network::kind_of(recorded).type));
  const at::Tensor alphas = recorded.tensor("alpha");
  const at::Tensor log_softmax = recorded.tensor("log_softmax");
  comparison.value("log_softmax", alphas.log_softmax(1), log_softmax);
  const CellDistribution distribution(log_softmax);
  const auto& index = recorded.index();
  const std::vector<Architecture> best = recorded_cells(index.at("top100"));
  std::vector<Architecture> ranked;
  const at::Tensor values = at::empty({static_cast<std::int64_t>(best.size())}, at::kDouble);
  for (const auto& [cell, log_probability] : distribution.most_probable(best.size())) {
    values[static_cast<std::int64_t>(ranked.size())] = log_probability;
    ranked.push_back(cell);
  }
  compare_cells("top100", ranked, best, comparison);
  comparison.value("logprob_top100", values, recorded.tensor("logprob_top100"));
  for (const auto& other : index.at("other")) {
    const std::string genotype = other.at("genotype");
    compare_number(genotype, distribution.log_probability(nb201::parse_cell(genotype)), other.at("logprob"),
                   comparison);
  }
  const Architecture derived = network::derive_cell(alphas);
  const Architecture genotype = nb201::parse_cell(index.at("argmax_genotype").get<std::string>());
  compare_cells("argmax_genotype", {&derived, 1}, {&genotype, 1}, comparison);
  return comparison;
}

Comparison check_generation_order(const std::filesystem::path& file) {
  std::ifstream stream(file);
  const auto order = nlohmann::json::parse(stream, nullptr, false);
  if (!order.is_object()) throw Error(fmt::format("{} is no recorded order of cells", file.string()));
  Comparison comparison(network::tolerances(at::kDouble));
  const auto compare = [&](const std::string& name, const nlohmann::json& genotypes, std::size_t first,
                           std::size_t distance) {
    std::vector<Architecture> cells;
    for (std::size_t i = 0; i < genotypes.size(); ++i) cells.push_back(cell_of_code(first + i * distance));
    compare_cells(name, cells, recorded_cells(genotypes), comparison);
  };
  const std::size_t count = order.at("count");
  compare_number("count", static_cast<double>(kCells), static_cast<double>(count), comparison);
  compare("first_40", order.at("first_40"), 0, 1);
  compare("every_625th", order.at("every_625th"), 0, 625);
  compare("last", nlohmann::json::array({order.at("last")}), count - 1, 1);
  return comparison;
}

}  // namespace cellar::oneshot
