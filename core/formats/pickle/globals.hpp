#pragma once

#include <optional>
#include <string_view>

namespace cellar {

// What the machine does when a global is called.
enum class GlobalRole {
  mapping,        // makes a dict
  set,            // makes a set
  bytes,          // makes bytes
  numpy_scalar,   // makes a number of a dtype and its bytes
  numpy_dtype,    // makes a dtype
  latin1_encode,  // makes bytes of a text
  data            // is kept as an object, for the reader of a container to understand
};

struct AllowedGlobal {
  std::string_view module, name, spelling;  // "torch", "FloatStorage", "torch FloatStorage"
  GlobalRole role;
};

// None for every name that the official files have no use for: those are refused. The cells of search checkpoints,
// Structure of any module called genotypes, are all "genotypes Structure".
const AllowedGlobal* find_global(std::string_view module, std::string_view name);
const AllowedGlobal* find_global(std::string_view spelling);

}  // namespace cellar
