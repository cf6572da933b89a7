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

struct SkippedOpcode {
  Opcode code;
  SkipRule rule;
};

inline constexpr auto kSkippedOpcodes = std::to_array<SkippedOpcode>({
    {Opcode::kProto, {SkipRule::Kind::plain, 1, 0}},
    {Opcode::kFrame, {SkipRule::Kind::plain, 8, 0}},
    {Opcode::kStop, {SkipRule::Kind::stop, 0, 0}},
    {Opcode::kMark, {SkipRule::Kind::mark, 0, 0}},
    {Opcode::kPop, {SkipRule::Kind::plain, 0, -1}},
    {Opcode::kPopMark, {SkipRule::Kind::to_mark, 0, 0}},
    {Opcode::kDup, {SkipRule::Kind::plain, 0, 1}},
    {Opcode::kNone, {SkipRule::Kind::plain, 0, 1}},
    {Opcode::kNewTrue, {SkipRule::Kind::plain, 0, 1}},
    {Opcode::kNewFalse, {SkipRule::Kind::plain, 0, 1}},
    {Opcode::kBinInt, {SkipRule::Kind::integer, 4, 1}},
    {Opcode::kBinInt1, {SkipRule::Kind::integer, 1, 1}},
    {Opcode::kBinInt2, {SkipRule::Kind::integer, 2, 1}},
    {Opcode::kBinFloat, {SkipRule::Kind::plain, 8, 1}},
    {Opcode::kLong1, {SkipRule::Kind::sized, 1, 1}},
    {Opcode::kLong4, {SkipRule::Kind::sized, 4, 1}},
    {Opcode::kBinUnicode, {SkipRule::Kind::sized, 4, 1}},
    {Opcode::kShortBinUnicode, {SkipRule::Kind::sized, 1, 1}},
    {Opcode::kBinUnicode8, {SkipRule::Kind::sized, 8, 1}},
    {Opcode::kBinString, {SkipRule::Kind::sized, 4, 1}},
    {Opcode::kShortBinString, {SkipRule::Kind::sized, 1, 1}},
    {Opcode::kBinBytes, {SkipRule::Kind::sized, 4, 1}},
    {Opcode::kShortBinBytes, {SkipRule::Kind::sized, 1, 1}},
    {Opcode::kBinBytes8, {SkipRule::Kind::sized, 8, 1}},
    {Opcode::kByteArray8, {SkipRule::Kind::sized, 8, 1}},
    {Opcode::kEmptyList, {SkipRule::Kind::plain, 0, 1}},
    {Opcode::kEmptyTuple, {SkipRule::Kind::plain, 0, 1}},
    {Opcode::kEmptyDict, {SkipRule::Kind::plain, 0, 1}},
    {Opcode::kEmptySet, {SkipRule::Kind::plain, 0, 1}},
    {Opcode::kTuple1, {SkipRule::Kind::plain, 0, 0}},
    {Opcode::kTuple2, {SkipRule::Kind::plain, 0, -1}},
    {Opcode::kTuple3, {SkipRule::Kind::plain, 0, -2}},
    {Opcode::kTuple, {SkipRule::Kind::to_mark, 0, 1}},
    {Opcode::kList, {SkipRule::Kind::to_mark, 0, 1}},
    {Opcode::kDict, {SkipRule::Kind::to_mark, 0, 1}},
    {Opcode::kFrozenSet, {SkipRule::Kind::to_mark, 0, 1}},
    {Opcode::kAppends, {SkipRule::Kind::to_mark, 0, 0}},
    {Opcode::kSetItems, {SkipRule::Kind::set_items, 0, 0}},
    {Opcode::kAddItems, {SkipRule::Kind::to_mark, 0, 0}},
    {Opcode::kAppend, {SkipRule::Kind::plain, 0, -1}},
    {Opcode::kSetItem, {SkipRule::Kind::set_item, 0, -2}},
    {Opcode::kGlobal, {SkipRule::Kind::lines, 0, 1}},
    {Opcode::kStackGlobal, {SkipRule::Kind::plain, 0, -1}},
    {Opcode::kReduce, {SkipRule::Kind::plain, 0, -1}},
    {Opcode::kNewObj, {SkipRule::Kind::plain, 0, -1}},
    {Opcode::kBuild, {SkipRule::Kind::plain, 0, -1}},
    {Opcode::kBinPersId, {SkipRule::Kind::plain, 0, 0}},
    {Opcode::kBinPut, {SkipRule::Kind::put, 1, 0}},
    {Opcode::kLongBinPut, {SkipRule::Kind::put, 4, 0}},
    {Opcode::kMemoize, {SkipRule::Kind::memoize, 0, 0}},
    {Opcode::kBinGet, {SkipRule::Kind::get, 1, 1}},
    {Opcode::kLongBinGet, {SkipRule::Kind::get, 4, 1}},
});

constexpr std::array<SkipRule, 256> make_skip_table() {
  std::array<SkipRule, 256> table{};
  for (const auto& [code, rule] : kSkippedOpcodes) table[static_cast<std::uint8_t>(code)] = rule;
  return table;
}

inline constexpr std::array<SkipRule, 256> kSkipTable = make_skip_table();

}  // namespace cellar
