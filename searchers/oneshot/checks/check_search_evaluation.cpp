#include "searchers/oneshot/checks/check_search_evaluation.hpp"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "core/errors.hpp"
#include "searchers/oneshot/checks/compare.hpp"
#include "searchers/oneshot/method.hpp"
#include "searchers/oneshot/scoring.hpp"
#include "space/nb201/cell.hpp"
#include "space/network/checks/expected_rounding.hpp"
#include "space/network/checks/recorded_supernet.hpp"
#include "space/network/gumbel_softmax.hpp"

namespace cellar::oneshot {

namespace {

class RepeatedEvaluation {
 public:
  RepeatedEvaluation(const network::RecordedCase& recorded, network::Comparison& comparison)
      : recorded_(recorded),
        index_(recorded.index()),
        comparison_(comparison),
        supernet_(network::loaded_supernet(recorded, network::kind_of(recorded))),
        alphas_(recorded.tensor("init/arch_parameters", network::kind_of(recorded))),
        candidates_(recorded_genotypes(index_.at("candidates"))),
        batches_(index_.at("batch_sizes").integers()) {
    if (batches_.empty() || candidates_.empty()) throw Error("its index has no batch or no candidate");
  }

  void candidates() {
    compare_derivation();
    const Best best = best_candidate(supernet_, candidates_, [&](std::size_t i) { return batch(i % batches_.size()); });
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      const Batch on = batch(i % batches_.size());
      comparison_.value(recorded_, fmt::format("candidate_logits{:02}", i),
                        evaluate(supernet_, alphas_, Paths{{candidates_[i]}}, on.images, {}).logits,
                        rounding(candidates_[i], on.images));
    }
    std::vector<double> percents;
    for (std::size_t i = 0; i < candidates_.size(); ++i) percents.push_back(rounded(best.accuracies[i], i));
    if (index_.has("candidate_top1")) comparison_.same_numbers(index_.at("candidate_top1"), percents);
    comparison_.setting(index_, "best_top1", *std::max_element(percents.begin(), percents.end()));
    comparison_.same(index_, "best_genotype", nb201::format_cell(best.cell));
    best_ = best.cell;
  }

  void validation() {
    double loss = 0, top1 = 0, top5 = 0, images = 0, most = 0;
    for (std::size_t i = 0; i < batches_.size(); ++i) {
      const Batch on = batch(i);
      compare_sample(i);
      const PassMode mode = this->mode(i);
      const at::Tensor logits = evaluate(supernet_, alphas_, mode, on.images, {}).logits;
      const double rounding = this->rounding(mode, on.images);
      most = std::max(most, rounding);
      comparison_.value(recorded_, fmt::format("valid_logits{}", i), logits, rounding);
      const auto size = static_cast<double>(on.labels.size(0));
      const at::Tensor ranked =
          std::get<1>(logits.topk(std::min<std::int64_t>(5, logits.size(1)), 1)).eq(on.labels.unsqueeze(1));
      const double first = network::rounded_percent(ranked.slice(1, 0, 1).sum().item<std::int64_t>(), batches_[i]);
      const double five = network::rounded_percent(ranked.sum().item<std::int64_t>(), batches_[i]);
      if (index_.has("valid_batch_top1_top5")) {
        comparison_.same_numbers(index_.at("valid_batch_top1_top5").at(i), {first, five});
      }
      loss += size * at::cross_entropy_loss(logits, on.labels).item<double>();
      top1 += size * first;
      top5 += size * five;
      images += size;
    }
    comparison_.number(index_, "valid_loss", loss / images, most);
    comparison_.setting(index_, "valid_top1", top1 / images);
    comparison_.setting(index_, "valid_top5", top5 / images);
  }

 private:
  // Random search's and ENAS's candidates are drawn: they are given. The others have one, or as many as are asked for.
  void compare_derivation() {
    const std::string algorithm = index_.at("algo").text();
    const bool ranks = algorithm == "setn", is_derived = algorithm == "gdas" || algorithm.starts_with("darts");
    comparison_.same(index_, "n_samples",
                     is_derived ? index_.at("n_samples").integer() : static_cast<std::int64_t>(candidates_.size()));
    if (index_.has("actions")) {
      compare_cells("actions", candidates_, network::recorded_cells(index_.at("actions")), comparison_);
    }
    if (!ranks && !is_derived) return;
    Rng none(0);
    const auto derivation = ranks ? Method::Derivation::most_probable : Method::Derivation::largest;
    const DrawFrom from{alphas_, nullptr, supernet_.cells(), 1};
    compare_cells("candidates", oneshot::candidates(derivation, from, candidates_.size(), none), candidates_,
                  comparison_);
  }

  // As the original rounds a percentage of the images of candidate `number`'s batch.
  double rounded(double percent, std::size_t number) const {
    const std::int64_t images = batches_[number % batches_.size()];
    return network::rounded_percent(std::llround(percent * static_cast<double>(images) / 100), images);
  }

  double rounding(const Architecture& cell, const at::Tensor& images) const {
    const auto structure = network::PassStructure::paths(supernet_.cells() / 3, {cell});
    return network::expected_rounding(supernet_.weights(), structure, images).answers;
  }
  double rounding(const PassMode& mode, const at::Tensor& images) const {
    if (const auto* const paths = std::get_if<Paths>(&mode)) return rounding(paths->cells.back(), images);
    const auto* const sampled = std::get_if<Sampled>(&mode);
    if (sampled == nullptr) return 0;
    return rounding(network::gumbel_softmax(alphas_, sampled->gumbel, sampled->temperature).cell, images);
  }

  void compare_sample(std::size_t number) {
    if (!index_.has("valid_index")) return;
    const Architecture recorded = network::recorded_cell(index_.at("valid_index").at(number));
    const auto sampled = std::get<Sampled>(mode(number));
    const Architecture own = network::gumbel_softmax(alphas_, sampled.gumbel, sampled.temperature).cell;
    comparison_.same(fmt::format("valid_index/{}", number), nb201::format_cell(own), nb201::format_cell(recorded));
  }

  PassMode mode(std::size_t number) const {
    const std::string name = index_.at("valid_mode").text();
    if (name == "joint") return Mixture{};
    if (name == "gdas") {
      return Sampled{recorded_.tensor(fmt::format("valid_gumbel{}", number), network::kind_of(recorded_)),
                     index_.at("tau").number()};
    }
    if (name == "urs") return Paths{network::recorded_cells(index_.at("urs_ops_per_batch_and_cell").at(number))};
    if (name.starts_with("dynamic")) return Paths{{*best_}};
    throw Error(fmt::format("'valid_mode' in its index is unknown: '{}'", name));
  }

  Batch batch(std::size_t number) const {
    const std::int64_t classes = recorded_.tensor("init/classifier.bias").size(0);
    Batch batch{recorded_.converted(fmt::format("valid_x{}", number), network::kind_of(recorded_)),
                recorded_.labels(fmt::format("valid_y{}", number), classes)};
    if (batch.labels.size(0) == batches_[number] && batch.images.size(0) == batches_[number]) return batch;
    throw Error(fmt::format("'batch_sizes' in its index is not the size of valid_x{}", number));
  }

  const network::RecordedCase& recorded_;
  network::RecordedValue index_;
  network::Comparison& comparison_;
  network::Supernet supernet_;
  at::Tensor alphas_;
  std::vector<Architecture> candidates_;
  std::vector<std::int64_t> batches_;  // their sizes
  std::optional<Architecture> best_;
};

}  // namespace

network::Comparison check_search_evaluation(const network::RecordedCase& recorded) {
  const c10::NoGradGuard no_grad;
  network::Comparison comparison(recorded);
  RepeatedEvaluation evaluation(recorded, comparison);
  evaluation.candidates();
  evaluation.validation();
  compare_controller(recorded, comparison);
  return comparison;
}

}  // namespace cellar::oneshot
