#pragma once

#include <c10/core/Device.h>

namespace cellar::test {

// A device for tests of placement where there is no other, in the place that LibTorch leaves free for devices of
// others. The CPU's kernels compute with its tensors; but as with a GPU, an operation that is given tensors of both it
// and the host is a c10::Error, but for copies and single numbers of the host, and to read its memory ends the process.
// With LibTorch 2.x it is the CPU.
at::Device separate_device();

}  // namespace cellar::test
