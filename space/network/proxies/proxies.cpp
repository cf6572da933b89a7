#include <numeric>
#include <string>
#include <vector>

#include "core/errors.hpp"
#include "core/suggest.hpp"
#include "space/network/proxies/jacob_cov.hpp"
#include "space/network/proxies/nwot.hpp"
#include "space/network/proxies/proxy.hpp"
#include "space/network/proxies/proxy_input.hpp"
#include "space/network/proxies/synflow.hpp"
#include "space/network/proxies/zen.hpp"
#include "space/network/proxies/zico.hpp"

namespace cellar::network {

namespace {

// One after the other, so that the zeros of dead layers change nothing.
double total(const at::Tensor& by_layer) {
  const double* const begin = by_layer.data_ptr<double>();
  return std::accumulate(begin, begin + by_layer.numel(), 0.0);
}

double params(ProxyInput& input) { return static_cast<double>(input.costs().params); }
double flops(ProxyInput& input) { return static_cast<double>(input.costs().flops); }
double of_l2_norm(ProxyInput& input) { return total(l2_norm(input.weights())); }
double of_grad_norm(ProxyInput& input) { return total(grad_norm(input.gradients())); }
double of_snip(ProxyInput& input) { return total(snip(input.weights(), input.gradients())); }
double of_plain(ProxyInput& input) { return total(plain(input.weights(), input.gradients())); }
double of_grasp(ProxyInput& input) { return total(grasp(input.network(), input.batches()[0])); }
double of_fisher(ProxyInput& input) { return total(fisher(input.network(), input.batches()[0])); }

double of_synflow(ProxyInput& input) {
  CellNetwork network = input.fresh_network(at::kDouble);
  return total(synflow(network, input.image_size(), SynflowNorm::none));
}

double of_synflow_bn(ProxyInput& input) {
  CellNetwork network = input.fresh_network(at::kDouble);
  return total(synflow(network, input.image_size(), SynflowNorm::batch));
}

double of_jacob_cov(ProxyInput& input) {
  return jacob_cov(jacobian_correlations(input.network(), input.batches()[0].images));
}

double of_nwot(ProxyInput& input) { return nwot(relu_codes(input.network(), input.batches()[0].images).agreements); }

double of_zen(ProxyInput& input) {
  CellNetwork network = input.zen_network();
  return zen(network, input.noise().images, input.noise().directions).score();
}

double of_zico(ProxyInput& input) { return total(zico(input.network(), input.batches(), ZicoGradients::separate)); }

double of_zico_accumulated(ProxyInput& input) {
  return total(zico(input.network(), input.batches(), ZicoGradients::accumulated));
}

constexpr std::string_view kAbdelfattah = "Abdelfattah et al., ICLR 2021";
constexpr Proxy kProxies[] = {
    {.name = "params", .what = "parameters", .source = "counted", .compute = params},
    {.name = "flops", .what = "multiply-adds of an image", .source = "counted", .compute = flops},
    {.name = "synflow",
     .what = "flow of an image of ones through |weights|, without normalisation",
     .source = "Tanaka et al., NeurIPS 2020",
     .uses_gradients = true,
     .needs_float64 = true,
     .ignores_dead_edges = true,
     .compute = of_synflow},
    {.name = "synflow_bn",
     .what = "synflow with batch normalisation",
     .source = kAbdelfattah,
     .uses_gradients = true,
     .needs_float64 = true,
     .ignores_dead_edges = true,
     .compute = of_synflow_bn},
    {.name = "nwot",
     .alias = "naswot",
     .what = "how differently ReLUs treat images: log determinant",
     .source = "Mellor et al., ICML 2021",
     .batches = 1,
     .compute = of_nwot},
    {.name = "jacov",
     .alias = "jacob_cov",
     .what = "how little gradients of different images correlate",
     .source = "Mellor et al., 2020 (first version)",
     .batches = 1,
     .uses_gradients = true,
     .ignores_dead_edges = true,
     .compute = of_jacob_cov},
    {.name = "snip",
     .what = "sum |weight x gradient|",
     .source = "Lee, Ajanthan and Torr, ICLR 2019",
     .batches = 1,
     .uses_labels = true,
     .uses_gradients = true,
     .ignores_dead_edges = true,
     .compute = of_snip},
    {.name = "plain",
     .what = "sum weight x gradient",
     .source = kAbdelfattah,
     .batches = 1,
     .uses_labels = true,
     .uses_gradients = true,
     .ignores_dead_edges = true,
     .compute = of_plain},
    {.name = "l2_norm", .what = "norms of the weights", .source = kAbdelfattah, .compute = of_l2_norm},
    {.name = "grad_norm",
     .what = "norms of the gradients",
     .source = kAbdelfattah,
     .batches = 1,
     .uses_labels = true,
     .uses_gradients = true,
     .ignores_dead_edges = true,
     .compute = of_grad_norm},
    {.name = "grasp",
     .what = "-sum weight x (Hessian x gradient)",
     .source = "Wang, Zhang and Grosse, ICLR 2020",
     .batches = 1,
     .uses_labels = true,
     .uses_gradients = true,
     .compute = of_grasp},
    {.name = "fisher",
     .what = "squared effect of each channel on the loss",
     .source = "Turner et al., ICLR 2020",
     .batches = 1,
     .uses_labels = true,
     .uses_gradients = true,
     .ignores_dead_edges = true,
     .compute = of_fisher},
    {.name = "zen",
     .what = "how far the last activation moves, with normal weights and images",
     .source = "Lin et al., ICCV 2021",
     .compute = of_zen},
    {.name = "zico",
     .what = "gradients' mean over their deviation between batches",
     .source = "Li et al., ICLR 2023",
     .batches = 2,
     .uses_labels = true,
     .uses_gradients = true,
     .ignores_dead_edges = true,
     .compute = of_zico},
    {.name = "zico_accumulated",
     .alias = "zico_accumulated_grads",
     .what = "zico with gradients added up, as its published code does",
     .source = "Li et al., ICLR 2023",
     .batches = 2,
     .uses_labels = true,
     .uses_gradients = true,
     .ignores_dead_edges = true,
     .compute = of_zico_accumulated},
};

}  // namespace

std::span<const Proxy> proxies() { return kProxies; }

const Proxy& find_proxy(std::string_view name) {
  std::vector<std::string> known;
  for (const Proxy& proxy : kProxies) {
    if (proxy.name == name || (!proxy.alias.empty() && proxy.alias == name)) return proxy;
    known.emplace_back(proxy.name);
  }
  throw Error(unknown_name("proxy", name, known));
}

}  // namespace cellar::network
