#pragma once

#include <c10/util/Exception.h>

#include <exception>
#include <new>
#include <string>

#include "core/errors.hpp"
#include "space/network/device.hpp"

namespace cellar::network {

// Does `work`; what LibTorch could not do becomes an Error of one line (failure_text), which `about` begins.
template <class Work>
auto with_errors_in_a_line(Work&& work, const std::string& about = "") {
  try {
    return work();
  } catch (const c10::Error& error) {
    throw Error(about + failure_text(error));
  } catch (const std::bad_alloc& error) {
    throw Error(about + failure_text(error));
  }
}

}  // namespace cellar::network
