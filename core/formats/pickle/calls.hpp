#pragma once

#include "core/formats/pickle/arena.hpp"
#include "core/formats/pickle/value.hpp"

namespace cellar {

// What calling a global makes (REDUCE): containers, numbers and bytes of what this machine understands, an object of
// everything else that is allowed. An Error says what cannot be called so.
class PickleCalls {
 public:
  explicit PickleCalls(Arena& arena) : arena_(arena) {}

  PickleValue call(const PickleValue& callable, const PickleValue& arguments);

 private:
  PickleValue mapping(const PickleValue& arguments);
  PickleValue set(const PickleValue& arguments);
  PickleValue bytes(const PickleValue& arguments);
  PickleValue numpy_scalar(const PickleValue& arguments);
  PickleValue numpy_dtype(const PickleValue& arguments);
  PickleValue latin1(const PickleValue& arguments);
  PickleValue object(const PickleValue& callable, const PickleValue& arguments);
  PickleValue sequence(PickleValue::Kind kind, std::span<const PickleValue> items);

  Arena& arena_;
};

}  // namespace cellar
