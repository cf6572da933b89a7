#pragma once

#include <cstddef>
#include <span>

namespace cellar {

// Writes all bytes to an open file, however many calls it takes. Returns 0, or the system's reason (errno).
int write_all(int descriptor, std::span<const std::byte> bytes);

}  // namespace cellar
