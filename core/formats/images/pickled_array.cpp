#include "core/formats/images/pickled_array.hpp"

#include <fmt/format.h>

#include <string_view>

#include "core/errors.hpp"
#include "core/printable.hpp"

namespace cellar {

namespace {

using Kind = PickleValue::Kind;

std::size_t extent(const PickleValue& value) {
  constexpr std::int64_t kMost = std::int64_t{1} << 40;  // whose product of two with room for bytes is 64 bits
  const std::int64_t size = value.integer();
  if (size < 0 || size > kMost) throw Error(fmt::format("an array has {} rows or columns", size));
  return static_cast<std::size_t>(size);
}

// Python 2 pickled them as a str, which is a text here.
std::span<const std::uint8_t> data_of(const PickleValue& value) {
  if (value.is(Kind::bytes)) {
    return {reinterpret_cast<const std::uint8_t*>(value.bytes().data()), value.bytes().size()};
  }
  const std::string_view text = value.text();
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace

// numpy.core.multiarray._reconstruct(ndarray, (0,), 'b'), then the state (version, shape, dtype, is Fortran, data).
PickledByteArray read_pickled_byte_array(const PickleValue& value) {
  if (!value.is(Kind::object) || !value.callable().text().ends_with("multiarray _reconstruct")) {
    throw Error(fmt::format("{} stands where an array should", name_of(value.kind())));
  }
  const PickleValue& state = value.state();
  if (!state.is(Kind::tuple) || state.size() != 5) throw Error("an array has no state of five parts");
  const auto parts = state.items();
  if (!parts[1].is(Kind::tuple) || parts[1].size() != 2) throw Error("an array is not two-dimensional");
  if (!parts[2].is(Kind::dtype)) throw Error("an array has no dtype");
  if (parts[2].text() != "u1") {
    throw Error(fmt::format("an array of '{}' instead of bytes, 'u1'", printable(parts[2].text())));
  }
  PickledByteArray array;
  array.rows = extent(parts[1].items()[0]);
  array.columns = extent(parts[1].items()[1]);
  array.column_major = parts[3].is(Kind::boolean) ? parts[3].boolean() : parts[3].integer() != 0;
  array.values = data_of(parts[4]);
  const bool whole = array.columns == 0 ? array.values.empty()
                                        : array.values.size() % array.columns == 0 &&
                                              array.values.size() / array.columns == array.rows;
  if (!whole) {
    throw Error(
        fmt::format("an array of {} x {} bytes has {} of them", array.rows, array.columns, array.values.size()));
  }
  return array;
}

}  // namespace cellar
