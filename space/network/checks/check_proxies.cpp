#include "space/network/checks/check_proxies.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "core/errors.hpp"
#include "space/network/checks/recorded_weights.hpp"
#include "space/network/proxies/jacob_cov.hpp"
#include "space/network/proxies/nwot.hpp"
#include "space/network/proxies/saliency.hpp"
#include "space/network/proxies/synflow.hpp"
#include "space/network/proxies/zen.hpp"
#include "space/network/proxies/zico.hpp"

namespace cellar::network {

namespace {

using Json = nlohmann::json;

// Null is a layer that was left out of a sum; what is not finite is recorded as text.
double number(const Json& value) {
  if (value.is_null()) return 0;
  if (value.is_number()) return value.get<double>();
  const std::string text = value;
  if (text == "nan") return std::numeric_limits<double>::quiet_NaN();
  if (text == "inf" || text == "-inf")
    return std::copysign(std::numeric_limits<double>::infinity(), text == "inf" ? 1 : -1);
  throw Error(fmt::format("'{}' is no number", text));
}

// One of the recorded cells.
class ProxyCase {
 public:
  ProxyCase(const RecordedCase& recorded, const Json& row, Comparison& comparison)
      : recorded_(recorded),
        row_(row),
        comparison_(comparison),
        net_(fmt::format("net{:02}", row.at("net").get<int>())) {
    skeleton_.channels = recorded.index().at("C");
    skeleton_.cells = recorded.index().at("N");
    skeleton_.classes = recorded.index().at("num_classes");
    skeleton_.image_size = recorded.index().at("image").at(1);
    const std::int64_t size = recorded.index().at("batch");
    const at::Tensor images = recorded.tensor("x").to(at::kDouble);
    const at::Tensor labels = recorded.tensor("y");
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
    CellNetwork network(nb201::parse_cell(row_.at("genotype").get<std::string>()), skeleton_, {at::kDouble});
    load_weights(recorded_, net_ + weights, network.weights());
    return network;
  }

  // Where a number that is not finite is recorded, the same is expected.
  void compare(const std::string& name, const at::Tensor& computed, const at::Tensor& recorded) {
    const at::Tensor zero = at::zeros_like(recorded);
    const at::Tensor same = computed.eq(recorded).logical_or(computed.isnan().logical_and(recorded.isnan()));
    const at::Tensor mark = at::where(same, zero, zero + std::numeric_limits<double>::quiet_NaN());
    const at::Tensor finite = recorded.isfinite();
    comparison_.value(net_ + " " + name, at::where(finite, computed, mark), at::where(finite, recorded, zero));
  }

  void compare(const std::string& name, double computed) {
    compare(name, at::scalar_tensor(computed, at::kDouble), at::scalar_tensor(number(row_.at(name)), at::kDouble));
  }

  // A proxy that is a sum over layers, and its summands.
  void compare_layers(const std::string& name, const at::Tensor& computed) {
    compare(name, computed.sum().item<double>());
    const Json& all = recorded_.index().at("per_layer_sums").at(net_);
    if (!all.contains(name)) return;
    std::vector<double> sums;
    for (std::size_t i = 0; i < all.at("layers").size(); ++i) {
      const Json& of_layer = all.at(name);
      const std::string layer = all.at("layers").at(i);
      sums.push_back(number(of_layer.is_object() ? of_layer.at("net." + layer) : of_layer.at(i)));
    }
    compare(name + " by layer", computed, at::tensor(sums, at::kDouble));
  }

  void check_costs() {
    const nb201::Costs costs =
        nb201::network_costs(nb201::parse_cell(row_.at("genotype").get<std::string>()), skeleton_);
    compare("params", static_cast<double>(costs.params));
    compare("flops_M", costs.mflops());
  }

  void check_saliencies() {
    CellNetwork net = network("/");
    const Tensors weights = layer_weights(net.weights());
    const Json& layers = recorded_.index().at("per_layer_sums").at(net_).at("layers");
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const std::string name = fmt::format("{}/{}.weight", net_, layers.at(i).get<std::string>());
      comparison_.value(name, weights[i], recorded_.tensor(name));
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
    compare("jacobian correlations", correlations, recorded_.tensor(net_ + "_jacob_corr"));
    compare("jacob_cov", jacob_cov(correlations));
    const ReluCodes codes = relu_codes(net, batches_[0].images);
    compare("agreements of ReLUs", codes.agreements, recorded_.tensor(net_ + "_nwot_K"));
    compare("nwot_relu_calls", codes.relus);
    compare("nwot", nwot(codes.agreements));
  }

  void check_zen() {
    CellNetwork net = network("_zen_init/");
    const ZenParts parts = zen(net, recorded_.tensor(net_ + "_zen_x1").to(at::kDouble),
                               recorded_.tensor(net_ + "_zen_x2").to(at::kDouble));
    compare("log_diff", parts.difference);
    compare("log_bn", parts.norms.sum().item<double>());
    compare("bn_terms", parts.norms, at::tensor(row_.at("bn_terms").get<std::vector<double>>(), at::kDouble));
    compare("zen", parts.score());
  }

  void check_zico() {
    CellNetwork net = network("/");
    compare_layers("zico", zico(net, batches_, ZicoGradients::separate));
    compare_layers("zico_accumulated_grads", zico(net, batches_, ZicoGradients::accumulated));
  }

  const RecordedCase& recorded_;
  const Json& row_;
  Comparison& comparison_;
  std::string net_;  // "net00", the prefix of its tensors
  nb201::Skeleton skeleton_;
  std::vector<Batch> batches_;
};

}  // namespace

Comparison check_proxies(const RecordedCase& recorded) {
  const ReferenceKernels kernels;  // where deviations of tiny gradients are divided by, their rounding shows
  Comparison comparison(tolerances(at::kDouble));
  for (const Json& row : recorded.index().at("rows")) ProxyCase(recorded, row, comparison).check();
  return comparison;
}

}  // namespace cellar::network
