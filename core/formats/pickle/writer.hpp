#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/formats/pickle/opcodes.hpp"

namespace cellar {

// Spells a pickle of protocol 2, instruction by instruction.
class PickleWriter {
 public:
  PickleWriter();

  void add(Opcode code) { bytes_.push_back(static_cast<std::byte>(code)); }
  void integer(std::int64_t value);
  void number(double value);
  void text(std::string_view text);
  // "torch FloatStorage"
  void global(std::string_view spelling);
  // A tuple.
  void integers(std::span<const std::int64_t> values);

  std::vector<std::byte> take() { return std::move(bytes_); }

 private:
  template <class Number>
  void raw(Number number);
  void raw_text(std::string_view text);

  std::vector<std::byte> bytes_;
};

}  // namespace cellar
