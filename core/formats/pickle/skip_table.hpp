#pragma once

#include <array>
#include <cstdint>

#include "core/formats/pickle/opcodes.hpp"

namespace cellar {

// What an instruction does, as far as skipping over it needs to know.
struct SkipRule {
  enum class Kind : std::uint8_t {
    unknown,
    plain,    // `bytes` of operand, `change` of the stack's height
    integer,  // `bytes` of operand; pushes one
    sized,    // a size of `bytes` bytes, then so many bytes; pushes one
    lines,    // two lines of text; pushes one
    mark,
    to_mark,    // takes what lies above the mark; `change` besides
    set_item,   // takes two
    set_items,  // takes what lies above the mark
    put,        // `bytes` of a number to put the top aside under
    get,        // `bytes` of a number to fetch; pushes one
    memoize,
    stop
  };
  Kind kind = Kind::unknown;
  std::uint8_t bytes = 0;
  std::int8_t change = 0;
};

constexpr std::array<SkipRule, 256> make_skip_table() {
  using Kind = SkipRule::Kind;
  std::array<SkipRule, 256> table{};
  const auto set = [&](Opcode code, Kind kind, int bytes, int change) {
    table[static_cast<std::uint8_t>(code)] = {kind, static_cast<std::uint8_t>(bytes), static_cast<std::int8_t>(change)};
  };
  set(Opcode::kProto, Kind::plain, 1, 0);
  set(Opcode::kFrame, Kind::plain, 8, 0);
  set(Opcode::kStop, Kind::stop, 0, 0);
  set(Opcode::kMark, Kind::mark, 0, 0);
  set(Opcode::kPop, Kind::plain, 0, -1);
  set(Opcode::kPopMark, Kind::to_mark, 0, 0);
  set(Opcode::kDup, Kind::plain, 0, 1);
  set(Opcode::kNone, Kind::plain, 0, 1);
  set(Opcode::kNewTrue, Kind::plain, 0, 1);
  set(Opcode::kNewFalse, Kind::plain, 0, 1);
  set(Opcode::kBinInt, Kind::integer, 4, 1);
  set(Opcode::kBinInt1, Kind::integer, 1, 1);
  set(Opcode::kBinInt2, Kind::integer, 2, 1);
  set(Opcode::kBinFloat, Kind::plain, 8, 1);
  set(Opcode::kLong1, Kind::sized, 1, 1);
  set(Opcode::kLong4, Kind::sized, 4, 1);
  set(Opcode::kBinUnicode, Kind::sized, 4, 1);
  set(Opcode::kShortBinUnicode, Kind::sized, 1, 1);
  set(Opcode::kBinUnicode8, Kind::sized, 8, 1);
  set(Opcode::kBinString, Kind::sized, 4, 1);
  set(Opcode::kShortBinString, Kind::sized, 1, 1);
  set(Opcode::kBinBytes, Kind::sized, 4, 1);
  set(Opcode::kShortBinBytes, Kind::sized, 1, 1);
  set(Opcode::kBinBytes8, Kind::sized, 8, 1);
  set(Opcode::kByteArray8, Kind::sized, 8, 1);
  set(Opcode::kEmptyList, Kind::plain, 0, 1);
  set(Opcode::kEmptyTuple, Kind::plain, 0, 1);
  set(Opcode::kEmptyDict, Kind::plain, 0, 1);
  set(Opcode::kEmptySet, Kind::plain, 0, 1);
  set(Opcode::kTuple1, Kind::plain, 0, 0);
  set(Opcode::kTuple2, Kind::plain, 0, -1);
  set(Opcode::kTuple3, Kind::plain, 0, -2);
  set(Opcode::kTuple, Kind::to_mark, 0, 1);
  set(Opcode::kList, Kind::to_mark, 0, 1);
  set(Opcode::kDict, Kind::to_mark, 0, 1);
  set(Opcode::kFrozenSet, Kind::to_mark, 0, 1);
  set(Opcode::kAppends, Kind::to_mark, 0, 0);
  set(Opcode::kSetItems, Kind::set_items, 0, 0);
  set(Opcode::kAddItems, Kind::to_mark, 0, 0);
  set(Opcode::kAppend, Kind::plain, 0, -1);
  set(Opcode::kSetItem, Kind::set_item, 0, -2);
  set(Opcode::kGlobal, Kind::lines, 0, 1);
  set(Opcode::kStackGlobal, Kind::plain, 0, -1);
  set(Opcode::kReduce, Kind::plain, 0, -1);
  set(Opcode::kNewObj, Kind::plain, 0, -1);
  set(Opcode::kBuild, Kind::plain, 0, -1);
  set(Opcode::kBinPersId, Kind::plain, 0, 0);
  set(Opcode::kBinPut, Kind::put, 1, 0);
  set(Opcode::kLongBinPut, Kind::put, 4, 0);
  set(Opcode::kMemoize, Kind::memoize, 0, 0);
  set(Opcode::kBinGet, Kind::get, 1, 1);
  set(Opcode::kLongBinGet, Kind::get, 4, 1);
  return table;
}

inline constexpr std::array<SkipRule, 256> kSkipTable = make_skip_table();

}  // namespace cellar
