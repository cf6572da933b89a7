#include "space/network/checks/check_proxies.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "core/errors.hpp"
#include "space/network/checks/recorded_supernet.hpp"
#include "space/network/checks/recorded_weights.hpp"
#include "space/network/proxies/jacob_cov.hpp"
#include "space/network/proxies/nwot.hpp"
#include "space/network/proxies/saliency.hpp"
#include "space/network/proxies/synflow.hpp"
#include "space/network/proxies/zen.hpp"
#include "space/network/proxies/zico.hpp"

namespace cellar::network {

namespace {

constexpr double kGradientRounding = 1e-14;  // of gradients, relative to the largest

// A layer that was left out of a sum counts nothing.
double number(const RecordedValue& value) { return value.is_null() ? 0 : value.number(); }

// One of the recorded cells.
class ProxyCase {
 public:
  ProxyCase(const RecordedCase& recorded, const RecordedValue& row, Comparison& comparison)
      : recorded_(recorded),
        row_(row),
        comparison_(comparison),
        kind_{at::kDouble, recorded.device()},
        net_(fmt::format("net{:02}", row.at("net").count())),
        cell_(recorded_genotype(row.at("genotype"))) {
    const RecordedValue index = recorded.index();
    skeleton_.channels = index.at("C").count();
    skeleton_.cells = index.at("N").count();
    skeleton_.classes = index.at("num_classes").count();
    skeleton_.image_size = index.at("image").at(1).count();
    const std::int64_t size = index.at("batch").count();
    const at::Tensor images = recorded.converted("x", kind_);
    const at::Tensor labels = recorded.labels("y", skeleton_.classes);
    if (size == 0 || images.dim() != 4 || images[0].sizes().vec() != index.at("image").integers()) {
      throw Error("'batch' and 'image' in its index are not the size of 'x'");
    }
    for (std::int64_t at = 0; at < images.size(0); at += size) {
      batches_.push_back({images.slice(0, at, at + size), labels.slice(0, at, at + size)});
    }
  }

  void check() {
    check_costs();
    check_saliencies();
    check_synflow();
    check_images();
    check_zen();
    check_zico();
  }

 private:
  CellNetwork network(const std::string& weights) const {
    CellNetwork network(cell_, skeleton_, kind_);
    load_weights(recorded_, net_ + weights, network.weights());
    return network;
  }

  // Where a number that is not finite is recorded, the same is expected.
  void compare(const std::string& name, const at::Tensor& computed, const at::Tensor& recorded, double rounding = 0) {
    const at::Tensor zero = at::zeros_like(recorded);
    const at::Tensor same = computed.eq(recorded).logical_or(computed.isnan().logical_and(recorded.isnan()));
    const at::Tensor mark = at::where(same, zero, zero + std::numeric_limits<double>::quiet_NaN());
    const at::Tensor finite = recorded.isfinite();
    comparison_.value(net_ + " " + name, at::where(finite, computed, mark), at::where(finite, recorded, zero),
                      rounding);
  }

  void compare(const std::string& name, double computed, double rounding = 0) {
    if (!row_.has(name)) return;
    compare(name, at::scalar_tensor(computed, at::kDouble), at::scalar_tensor(row_.at(name).number(), at::kDouble),
            rounding);
  }

  void compare_tensor(const std::string& name, const at::Tensor& computed) {
    if (recorded_.has(net_ + name)) compare(name, computed, recorded_.tensor(net_ + name));
  }

  // A proxy that is a sum over layers, and its summands.
  void compare_layers(const std::string& name, const at::Tensor& computed, double rounding = 0) {
    compare(name, computed.sum().item<double>(), rounding);
    const RecordedValue all = recorded_.index().at("per_layer_sums").at(net_);
    if (!all.has(name)) return;
    const std::vector<std::string> layers = all.at("layers").texts();
    const RecordedValue of_layers = all.at(name);
    std::vector<double> sums;
    for (std::size_t i = 0; i < layers.size(); ++i) {
      sums.push_back(number(of_layers.is_object() ? of_layers.at("net." + layers[i]) : of_layers.at(i)));
    }
    compare(name + " by layer", computed, at::tensor(sums, at::kDouble), rounding);
  }

  void check_costs() {
    const nb201::Costs costs = nb201::network_costs(cell_, skeleton_);
    compare("params", static_cast<double>(costs.params));
    compare("params_M", static_cast<double>(costs.params) / 1e6);
    compare("flops_M", costs.mflops());
  }

  void check_saliencies() {
    CellNetwork net = network("/");
    const Tensors weights = layer_weights(net.weights());
    const auto layers = recorded_.index().at("per_layer_sums").at(net_).at("layers").texts();
    if (layers.size() != weights.size())
      throw Error(fmt::format("{} has {} layers, not {}", net_, weights.size(), layers.size()));
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const std::string name = fmt::format("{}/{}.weight", net_, layers[i]);
      comparison_.value(recorded_, name, weights[i]);
    }
    const Tensors gradients = loss_gradients(net, batches_[0]);
    compare_layers("grad_norm", grad_norm(gradients));
    compare_layers("snip", snip(weights, gradients));
    compare_layers("plain", plain(weights, gradients));
    compare_layers("l2_norm", l2_norm(weights));
    compare_layers("grasp", grasp(net, batches_[0]));
    compare_layers("fisher", fisher(net, batches_[0]));
  }

  void check_synflow() {
    CellNetwork without = network("/");
    compare_layers("synflow", synflow(without, skeleton_.image_size, SynflowNorm::none));
    CellNetwork with = network("/");
    compare_layers("synflow_bn", synflow(with, skeleton_.image_size, SynflowNorm::batch));
  }

  void check_images() {
    CellNetwork net = network("/");
    const at::Tensor correlations = jacobian_correlations(net, batches_[0].images);
    compare_tensor("_jacob_corr", correlations);
    compare("jacob_cov", jacob_cov(correlations));
    const ReluCodes codes = relu_codes(net, batches_[0].images);
    compare_tensor("_nwot_K", codes.agreements);
    compare("nwot_sign", at::sign(at::linalg_det(codes.agreements)).item<double>());
    compare("nwot_relu_calls", codes.relus);
    compare("nwot", nwot(codes.agreements));
  }

  void check_zen() {
    CellNetwork net = network("_zen_init/");
    const ZenParts parts =
        zen(net, recorded_.converted(net_ + "_zen_x1", kind_), recorded_.converted(net_ + "_zen_x2", kind_));
    if (row_.has("gamma")) comparison_.setting(row_, "gamma", kZenStep);
    compare("log_diff", parts.difference);
    compare("log_bn", parts.norms.sum().item<double>());
    if (row_.has("bn_terms")) compare("bn_terms", parts.norms, at::tensor(row_.at("bn_terms").numbers(), at::kDouble));
    compare("zen", parts.score());
  }

  void check_zico() {
    CellNetwork net = network("/");
    for (const auto& [name, gradients] :
         {std::pair{"zico", ZicoGradients::separate}, {"zico_accumulated_grads", ZicoGradients::accumulated}}) {
      // Logarithms of sums of means over deviations. Where gradients hardly deviate from batch to batch, or not but for
      // rounding, the rounding of a gradient is as much larger in its summand as that is larger than 1.
      const at::Tensor computed = zico(net, batches_, gradients);
      compare_layers(name, computed, kGradientRounding * computed.exp().sum().item<double>());
    }
  }

  const RecordedCase& recorded_;
  RecordedValue row_;
  Comparison& comparison_;
  TensorKind kind_;
  std::string net_;  // "net00", the prefix of its tensors
  Architecture cell_;
  nb201::Skeleton skeleton_;
  std::vector<Batch> batches_;
};

}  // namespace

Comparison check_proxies(const RecordedCase& recorded) {
  const ReferenceKernels kernels;  // where deviations of tiny gradients are divided by, their rounding shows
  Comparison comparison(tolerances(at::kDouble));
  if (!recorded.index().at("dtype").text().starts_with("f64")) throw Error("proxies are checked in float64");
  for (const RecordedValue& row : recorded.index().at("rows").list()) ProxyCase(recorded, row, comparison).check();
  return comparison;
}

}  // namespace cellar::network
