#include "space/network/proxies/nwot.hpp"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include "space/network/proxies/observed_operations.hpp"
#include "space/network/wide_type.hpp"

namespace cellar::network {

ReluCodes relu_codes(CellNetwork& network, const at::Tensor& images) {
  const c10::NoGradGuard no_grad;
  ReluCodes codes{at::zeros({images.size(0), images.size(0)}, images.options().dtype(wide_type(images)))};
  const auto add = [&](const at::Tensor& input) {
    // With s the ones of a code of length n: b b' + (1-b) (1-b)' = 2 b b' + n - s - s'. Exact, being whole numbers
    // below 2^24.
    const at::Tensor signs = input.is_contiguous() ? input : input.permute({0, 2, 3, 1});  // in memory's order
    const at::Tensor code = signs.sign().clamp_min_(0).flatten(1);
    const at::Tensor both = code.mm(code.t()).to(wide_type(images));
    const at::Tensor ones = both.diagonal();
    codes.agreements += 2 * both + static_cast<double>(code.size(1)) - ones.unsqueeze(0) - ones.unsqueeze(1);
    ++codes.relus;
  };
  const ObservedOperations observed({}, add);
  network.forward(images, {.training = true});
  codes.agreements = codes.agreements.cpu().to(at::kDouble);
  return codes;
}

double nwot(const at::Tensor& agreements) { return std::get<1>(at::linalg_slogdet(agreements)).item<double>(); }

}  // namespace cellar::network
