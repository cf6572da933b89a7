#include "space/network/upload.hpp"

#include <ATen/ATen.h>

#include "space/network/device.hpp"
#include "tests/space/network/separate_device.hpp"
// torch comes first: its CHECK is not Catch2's, so that these tests use REQUIRE alone.
#include "tests/catch.hpp"

namespace cellar {

TEST_CASE("What is uploaded has the same values on every device, and the type that is asked for") {
  const at::Tensor numbers = at::arange(6, at::kDouble).view({2, 3}).t() / 3;
  std::vector<at::Device> devices = {test::separate_device()};
  for (const std::string& name : network::available_devices()) devices.emplace_back(name);
  for (const at::Device device : devices) {
    CAPTURE(device.str());
    const at::Tensor converted = network::upload(numbers, at::TensorOptions(device).dtype(at::kFloat));
    REQUIRE(converted.device().type() == device.type());
    REQUIRE(converted.cpu().equal(numbers.to(at::kFloat)));
    const at::Tensor labels = network::upload(at::arange(4, at::kLong), device);
    REQUIRE(labels.cpu().equal(at::arange(4, at::kLong)));
    REQUIRE(network::upload(labels, labels.options()).is_same(labels));
    REQUIRE(network::upload(converted, at::kCPU).equal(numbers.to(at::kFloat)));
  }
}

}  // namespace cellar
