#include <fmt/format.h>

#include "core/formats/pickle/opcodes.hpp"
#include "core/formats/pickle/reader.hpp"

// What each instruction does (CPython, Lib/pickletools.py), the most frequent ones first.
namespace cellar {

using Kind = PickleValue::Kind;

PickleReader::Next PickleReader::step(std::uint8_t code) {
  switch (static_cast<Opcode>(code)) {
    case Opcode::kBinFloat:
      return push_number(), Next::go_on;
    case Opcode::kBinInt1:
      return push_integer(operand<std::uint8_t>()), Next::go_on;
    case Opcode::kBinInt2:
      return push_integer(operand<std::uint16_t>()), Next::go_on;
    case Opcode::kBinInt:
      return push_integer(operand<std::int32_t>()), Next::go_on;
    case Opcode::kBinUnicode:
      return push_text(operand<std::uint32_t>()), Next::go_on;
    case Opcode::kShortBinUnicode:
      return push_text(operand<std::uint8_t>()), Next::go_on;
    case Opcode::kBinPut:
      return put(operand<std::uint8_t>()), Next::go_on;
    case Opcode::kLongBinPut:
      return put(operand<std::uint32_t>()), Next::go_on;
    case Opcode::kMemoize:
      return put(memo_.next()), Next::go_on;
    case Opcode::kBinGet:
      return get(operand<std::uint8_t>()), Next::go_on;
    case Opcode::kLongBinGet:
      return get(operand<std::uint32_t>()), Next::go_on;
    case Opcode::kMark:
      return set_mark(), Next::go_on;
    case Opcode::kStop:
      if (stack_.size() != 1 || !marks_.empty()) fail("it stops with more or less than one value");
      return Next::stop;
    default:
      return step_container(code), Next::go_on;
  }
}

void PickleReader::step_container(std::uint8_t code) {
  switch (static_cast<Opcode>(code)) {
    case Opcode::kEmptyDict:
      return push_sequence(Kind::dict, {});
    case Opcode::kEmptyList:
      return push_sequence(Kind::list, {});
    case Opcode::kEmptyTuple:
      return push_sequence(Kind::tuple, {});
    case Opcode::kEmptySet:
      return push_sequence(Kind::set, {});
    case Opcode::kSetItems:
      return append_above_mark(Kind::dict);
    case Opcode::kAppends:
      return append_above_mark(Kind::list);
    case Opcode::kAddItems:
      return append_above_mark(Kind::set);
    case Opcode::kSetItem:
      return append_top(Kind::dict, 2);
    case Opcode::kAppend:
      return append_top(Kind::list, 1);
    case Opcode::kTuple:
      return make_above_mark(Kind::tuple);
    case Opcode::kList:
      return make_above_mark(Kind::list);
    case Opcode::kDict:
      return make_above_mark(Kind::dict);
    case Opcode::kFrozenSet:
      return make_above_mark(Kind::set);
    case Opcode::kTuple1:
      return tuple(1);
    case Opcode::kTuple2:
      return tuple(2);
    case Opcode::kTuple3:
      return tuple(3);
    default:
      step_atom(code);
  }
}

void PickleReader::step_atom(std::uint8_t code) {
  switch (static_cast<Opcode>(code)) {
    case Opcode::kNone:
      return push_flag(Kind::none, false);
    case Opcode::kNewTrue:
      return push_flag(Kind::boolean, true);
    case Opcode::kNewFalse:
      return push_flag(Kind::boolean, false);
    case Opcode::kLong1:
      return push_long(operand<std::uint8_t>());
    case Opcode::kLong4:
      return push_long(operand<std::uint32_t>());
    case Opcode::kBinUnicode8:
      return push_text(operand<std::uint64_t>());
    case Opcode::kShortBinString:
      return push_text(operand<std::uint8_t>());
    case Opcode::kBinString:
      return push_text(operand<std::uint32_t>());
    case Opcode::kShortBinBytes:
      return push_text(operand<std::uint8_t>(), Kind::bytes);
    case Opcode::kBinBytes:
      return push_text(operand<std::uint32_t>(), Kind::bytes);
    case Opcode::kBinBytes8:
    case Opcode::kByteArray8:
      return push_text(operand<std::uint64_t>(), Kind::bytes);
    default:
      step_rare(code);
  }
}

void PickleReader::step_rare(std::uint8_t code) {
  switch (static_cast<Opcode>(code)) {
    case Opcode::kGlobal: {
      const std::string_view module = operand_line();
      return push_global(module, operand_line());
    }
    case Opcode::kStackGlobal: {
      const PickleValue name = pop();
      return push_global(pop().text(), name.text());
    }
    case Opcode::kReduce:
    case Opcode::kNewObj:
      return call();
    case Opcode::kBuild:
      return build();
    case Opcode::kBinPersId:
      return push_persistent();
    case Opcode::kProto:
      return proto();
    case Opcode::kFrame:
      return frame();
    case Opcode::kPop:
      static_cast<void>(pop());
      return;
    case Opcode::kPopMark:
      stack_.resize(mark());
      return;
    case Opcode::kDup:
      return push(PickleValue(top()));
    default:
      fail(fmt::format("instruction 0x{:02x}, which is none of pickle protocols 2 to 5 that official files use", code));
  }
}

}  // namespace cellar
