#include <fmt/format.h>

#include <new>

#include "core/formats/pickle/calls.hpp"
#include "core/formats/pickle/opcodes.hpp"
#include "core/formats/pickle/reader.hpp"

// What each instruction does (CPython, Lib/pickletools.py), the most frequent ones first.
namespace cellar {

using Kind = PickleValue::Kind;

PickleReader::Next PickleReader::step(std::uint8_t code) {
  switch (static_cast<Opcode>(code)) {
    case Opcode::kBinFloat:
      push_number();
      break;
    case Opcode::kBinInt1:
      push_integer(operand<std::uint8_t>());
      break;
    case Opcode::kBinInt2:
      push_integer(operand<std::uint16_t>());
      break;
    case Opcode::kBinInt:
      push_integer(operand<std::int32_t>());
      break;
    case Opcode::kBinUnicode:
      push_text(operand<std::uint32_t>());
      break;
    case Opcode::kShortBinUnicode:
      push_text(operand<std::uint8_t>());
      break;
    case Opcode::kBinPut:
      put(operand<std::uint8_t>());
      break;
    case Opcode::kLongBinPut:
      put(operand<std::uint32_t>());
      break;
    case Opcode::kMemoize:
      put(memo_.next());
      break;
    case Opcode::kBinGet:
      get(operand<std::uint8_t>());
      break;
    case Opcode::kLongBinGet:
      get(operand<std::uint32_t>());
      break;
    case Opcode::kMark:
      if (marks_.size() > 1'000'000) throw std::bad_alloc();
      marks_.push_back(static_cast<std::uint32_t>(fence_));
      fence_ = stack_.size();
      break;
    case Opcode::kStop:
      if (stack_.size() != 1 || !marks_.empty()) fail("it stops with more or less than one value");
      return Next::stop;
    default:
      step_container(code);
  }
  return Next::go_on;
}

void PickleReader::step_container(std::uint8_t code) {
  const auto make_above_mark = [&](Kind kind) {
    const std::size_t first = mark();
    if (kind == Kind::dict && (stack_.size() - first) % 2 != 0) fail("a dict gets a key without a value");
    PickleValue made;
    made.kind_ = kind;
    made.sequence_ = arena_.make<PickleValue::Sequence>();
    append(made, kind, std::span<const PickleValue>(stack_).subspan(first));
    stack_.resize(first);
    push(made);
  };
  const auto append_top = [&](Kind kind, std::size_t count) {
    if (stack_.size() < fence_ + count + 1) fail("an instruction finds nothing on the stack");
    const std::size_t first = stack_.size() - count;
    append(stack_[first - 1], kind, std::span<const PickleValue>(stack_).subspan(first));
    stack_.resize(first);
  };
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
      step_other(code);
  }
}

void PickleReader::step_other(std::uint8_t code) {
  const auto push_flag = [&](Kind kind, bool flag) {
    PickleValue pushed;
    pushed.kind_ = kind;
    pushed.integer_ = flag ? 1 : 0;
    push(pushed);
  };
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
    case Opcode::kGlobal: {
      const std::string_view module = operand_line();
      return push_global(module, operand_line());
    }
    case Opcode::kStackGlobal: {
      const PickleValue name = pop();
      const PickleValue module = pop();
      return push_global(module.text(), name.text());
    }
    case Opcode::kReduce: {
      const PickleValue arguments = pop();
      const PickleValue callable = pop();
      return push(PickleCalls(arena_).call(callable, arguments));
    }
    case Opcode::kNewObj: {
      const PickleValue arguments = pop();
      const PickleValue callable = pop();
      return push(PickleCalls(arena_).call(callable, arguments));
    }
    case Opcode::kBuild:
      return build();
    case Opcode::kBinPersId: {
      PickleValue made;
      made.kind_ = Kind::persistent;
      auto* id = arena_.make<PickleValue>();
      *id = pop();
      made.single_ = id;
      return push(made);
    }
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
