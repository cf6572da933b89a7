#include "tests/space/network/separate_device.hpp"

namespace cellar::test {

at::Device separate_device() { return at::kCPU; }

}  // namespace cellar::test
