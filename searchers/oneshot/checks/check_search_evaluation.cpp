#include "searchers/oneshot/checks/check_search_evaluation.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <optional>
#include <string>
#include <vector>

#include "searchers/oneshot/checks/compare.hpp"
#include "searchers/oneshot/checks/shaped_supernet.hpp"
#include "searchers/oneshot/method.hpp"
#include "searchers/oneshot/scoring.hpp"
#include "space/nb201/cell.hpp"
#include "space/network/checks/recorded_supernet.hpp"

namespace cellar::oneshot {

namespace {

// Percentages were rounded to float32.
constexpr double kRounding = 1e-6;

class RepeatedEvaluation {
 public:
  RepeatedEvaluation(const network::RecordedCase& recorded, network::Comparison& comparison)
      : recorded_(recorded),
        index_(recorded.index()),
        comparison_(comparison),
        supernet_(shaped_supernet(recorded, network::kind_of(recorded))),
        alphas_(recorded.tensor("init/arch_parameters")),
        candidates_(recorded_cells(index_.at("candidates"))) {}

  void candidates() {
    compare_derivation();
    const auto shown = [&](std::size_t number) { return batch(number % index_.at("batch_sizes").size()); };
    const Best best = best_candidate(supernet_, candidates_, shown);
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      const Batch on = shown(i);
      const std::string name = fmt::format("candidate_logits{:02}", i);
      compare(name, evaluate(supernet_, alphas_, Paths{{candidates_[i]}}, on.images, {}).logits);
      percent(fmt::format("top-1 of candidate {}", i), best.accuracies[i], index_.at("candidate_top1").at(i));
    }
    comparison_.same("best candidate", nb201::format_cell(best.cell), index_.at("best_genotype"));
    best_ = best.cell;
  }

  void validation() {
    double loss = 0, top1 = 0, top5 = 0, images = 0;
    for (std::size_t i = 0; i < index_.at("batch_sizes").size(); ++i) {
      const Batch on = batch(i);
      const at::Tensor logits = evaluate(supernet_, alphas_, mode(i), on.images, {}).logits;
      compare(fmt::format("valid_logits{}", i), logits);
      const auto size = static_cast<double>(on.labels.size(0));
      const at::Tensor ranked = std::get<1>(logits.topk(5, 1)).eq(on.labels.unsqueeze(1));
      const double first = 100 * ranked.slice(1, 0, 1).sum().item<double>() / size;
      const double five = 100 * ranked.sum().item<double>() / size;
      const auto& both = index_.at("valid_batch_top1_top5").at(i);
      percent(fmt::format("top-1 of batch {}", i), first, both.at(0));
      percent(fmt::format("top-5 of batch {}", i), five, both.at(1));
      loss += size * at::cross_entropy_loss(logits, on.labels).item<double>();
      top1 += size * first;
      top5 += size * five;
      images += size;
    }
    compare_number("valid_loss", loss / images, index_.at("valid_loss"), comparison_);
    percent("valid_top1", top1 / images, index_.at("valid_top1"));
    percent("valid_top5", top5 / images, index_.at("valid_top5"));
  }

 private:
  // Random search's and ENAS's candidates are drawn: they are given.
  void compare_derivation() {
    const std::string algorithm = index_.at("algo");
    const bool ranks = algorithm == "setn";
    if (!ranks && algorithm != "gdas" && !algorithm.starts_with("darts")) return;
    Rng none(0);
    const auto derivation = ranks ? Method::Derivation::most_probable : Method::Derivation::largest;
    const DrawFrom from{alphas_, nullptr, supernet_.cells(), 1};
    compare_cells("candidates", oneshot::candidates(derivation, from, candidates_.size(), none), candidates_,
                  comparison_);
  }

  PassMode mode(std::size_t number) const {
    const std::string name = index_.at("valid_mode");
    if (name == "joint") return Mixture{};
    if (name == "gdas") return Sampled{recorded_.tensor(fmt::format("valid_gumbel{}", number)), index_.at("tau")};
    if (name == "urs") return Paths{network::recorded_cells(index_.at("urs_ops_per_batch_and_cell").at(number))};
    return Paths{{*best_}};
  }

  Batch batch(std::size_t number) const {
    return {recorded_.tensor(fmt::format("valid_x{}", number)).to(network::kind_of(recorded_).type),
            recorded_.tensor(fmt::format("valid_y{}", number))};
  }

  void compare(const std::string& name, const at::Tensor& computed) {
    comparison_.value(name, computed, recorded_.tensor(name));
  }
  void percent(const std::string& name, double computed, double recorded) {
    comparison_.within(kRounding, name, at::scalar_tensor(computed, at::kDouble),
                       at::scalar_tensor(recorded, at::kDouble));
  }

  const network::RecordedCase& recorded_;
  const nlohmann::json& index_;
  network::Comparison& comparison_;
  network::Supernet supernet_;
  at::Tensor alphas_;
  std::vector<Architecture> candidates_;
  std::optional<Architecture> best_;
};

}  // namespace

network::Comparison check_search_evaluation(const network::RecordedCase& recorded) {
  const at::NoGradGuard no_grad;
  network::Comparison comparison(network::tolerances(network::kind_of(recorded).type));
  RepeatedEvaluation evaluation(recorded, comparison);
  evaluation.candidates();
  evaluation.validation();
  return comparison;
}

}  // namespace cellar::oneshot
