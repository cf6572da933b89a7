#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "core/errors.hpp"

namespace cellar {

// Calls something that reads a pickled object of `source`, and has every Error begin with that.
template <class Reader>
auto in_file(const std::string& source, Reader&& reader) {
  try {
    return reader();
  } catch (const Error& error) {
    const std::string_view message = error.what();
    if (message.starts_with(source)) throw;
    throw Error(fmt::format("{}: {}", source, message));
  }
}

}  // namespace cellar
