#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <span>
#include <string_view>

#include "core/errors.hpp"

// A fuzz target: libFuzzer, or replay.cpp, calls it with the bytes of one input.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace cellar::fuzz {

inline std::span<const std::byte> bytes_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const std::byte*>(data), size};
}

// Whether `read` came to its end. It may refuse by an Error of one line that is short enough to be read; whatever else
// it throws is a finding and goes on to the caller.
template <class Read>
bool reads(Read&& read) {
  constexpr std::size_t kLongest = 2000;
  try {
    read();
    return true;
  } catch (const Error& error) {
    const std::string_view said = error.what();
    if (!said.empty() && said.size() < kLongest && said.find('\n') == said.npos) return false;
    std::cerr << "an Error of " << said.size() << " characters is none of one line: " << said.substr(0, kLongest)
              << '\n';
    std::abort();
  }
}

}  // namespace cellar::fuzz
