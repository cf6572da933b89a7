#pragma once

#include <c10/core/Device.h>

#include <exception>
#include <string>
#include <vector>

namespace cellar::network {

// Those that this LibTorch sees: "cpu", "cuda:0", "cuda:1", …, "mps".
std::vector<std::string> available_devices();

// The device of a name: "cpu", "cuda", "cuda:1", "mps", or "auto", a CUDA device if there is one, else the CPU. An
// Error says which devices are here.
at::Device find_device(const std::string& name);
// Its kind: "cpu", "cuda", "mps".
std::string device_kind(const std::string& name);

// What LibTorch could not do, as one line for a user: where memory ended, what needs less; else its own first line.
// `error`: c10::Error or std::bad_alloc.
std::string failure_text(const std::exception& error);

}  // namespace cellar::network
