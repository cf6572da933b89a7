#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/formats/pickle/value.hpp"

namespace cellar {

// A two-dimensional numpy array of bytes as a pickle holds it.
struct PickledByteArray {
  std::size_t rows = 0, columns = 0;
  bool column_major = false;             // as numpy's Fortran order
  std::span<const std::uint8_t> values;  // in the pickle

  std::uint8_t at(std::size_t row, std::size_t column) const {
    return values[column_major ? column * rows + row : row * columns + column];
  }
};

// An Error says what else it is than a two-dimensional ndarray of dtype u1 whose data are all there.
PickledByteArray read_pickled_byte_array(const PickleValue& value);

}  // namespace cellar
