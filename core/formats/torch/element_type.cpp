#include "core/formats/torch/element_type.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

namespace cellar {

namespace {

static_assert(std::endian::native == std::endian::little, "tensors are little-endian in files and in memory");

template <class Number>
Number load(const std::byte* element) {
  Number number;
  std::memcpy(&number, element, sizeof(Number));
  return number;
}

template <class Number>
double plain(const std::byte* element) {
  return static_cast<double>(load<Number>(element));
}

// IEEE 754 binary16.
double half(const std::byte* element) {
  const auto bits = load<std::uint16_t>(element);
  const int exponent = bits >> 10 & 0x1f;
  const int fraction = bits & 0x3ff;
  double value = 0;
  if (exponent == 0x1f) {
    value = fraction == 0 ? std::numeric_limits<double>::infinity() : std::numeric_limits<double>::quiet_NaN();
  } else {
    value = exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(fraction + 0x400, exponent - 25);
  }
  return (bits & 0x8000) != 0 ? -value : value;
}

// The upper half of a binary32.
double bfloat16(const std::byte* element) {
  return static_cast<double>(std::bit_cast<float>(std::uint32_t{load<std::uint16_t>(element)} << 16U));
}

constexpr std::array kTypes = {
    ElementType{"torch FloatStorage", "float32", 4, plain<float>},
    ElementType{"torch DoubleStorage", "float64", 8, plain<double>},
    ElementType{"torch HalfStorage", "float16", 2, half},
    ElementType{"torch BFloat16Storage", "bfloat16", 2, bfloat16},
    ElementType{"torch LongStorage", "int64", 8, plain<std::int64_t>},
    ElementType{"torch IntStorage", "int32", 4, plain<std::int32_t>},
    ElementType{"torch ShortStorage", "int16", 2, plain<std::int16_t>},
    ElementType{"torch CharStorage", "int8", 1, plain<std::int8_t>},
    ElementType{"torch ByteStorage", "uint8", 1, plain<std::uint8_t>},
    ElementType{"torch BoolStorage", "bool", 1, plain<std::uint8_t>},
};

}  // namespace

const ElementType* find_storage_type(std::string_view storage) {
  const auto found =
      std::find_if(kTypes.begin(), kTypes.end(), [&](const ElementType& type) { return type.storage == storage; });
  return found == kTypes.end() ? nullptr : &*found;
}

const ElementType* find_dtype(std::string_view dtype) {
  const auto found =
      std::find_if(kTypes.begin(), kTypes.end(), [&](const ElementType& type) { return type.dtype == dtype; });
  return found == kTypes.end() ? nullptr : &*found;
}

}  // namespace cellar
