#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/formats/pickle/arena.hpp"
#include "core/formats/pickle/memo.hpp"
#include "core/formats/pickle/value.hpp"

namespace cellar {

// The machine itself: instructions in, a stack of values out. It may begin and end between any two instructions, so
// that parts of a big pickle can be read one by one.
class PickleReader {
 public:
  // All must outlive the reader; the values lie in `bytes` and `arena`.
  PickleReader(std::span<const std::byte> bytes, std::string_view source, Arena& arena, PickleMemo& memo);

  // Follows the instructions from byte `from` up to a STOP, or to byte `to` at the latest. Returns the byte after the
  // last one that was read.
  std::size_t run(std::size_t from, std::size_t to);
  // Whether the last run ended with a STOP.
  bool stopped() const { return stopped_; }

  // What lies on the stack, the last one on top.
  std::span<const PickleValue> stack() const { return stack_; }
  void clear_stack();

 private:
  enum class Next { go_on, stop };

  // Operands in the instruction stream.
  template <class Number>
  Number operand();
  std::string_view operand_text(std::uint64_t size);
  std::string_view operand_line();

  Next step(std::uint8_t code);
  void step_container(std::uint8_t code);
  void step_atom(std::uint8_t code);
  void step_rare(std::uint8_t code);

  void push(const PickleValue& value) {
    if (stack_.size() == stack_.capacity()) charge(stack_.capacity() * sizeof(PickleValue));  // it is doubled
    stack_.push_back(value);
  }
  void push_integer(std::int64_t value);
  void push_number();
  void push_text(std::uint64_t size, PickleValue::Kind kind = PickleValue::Kind::text);
  void push_long(std::uint64_t size);
  void push_global(std::string_view module, std::string_view name);
  void push_sequence(PickleValue::Kind kind, std::span<const PickleValue> items);
  void push_flag(PickleValue::Kind kind, bool flag);
  void push_persistent();
  PickleValue& top();
  PickleValue pop();
  void set_mark();
  std::size_t mark();  // where the items above the last mark begin; forgets the mark
  // A container of what lies on the stack from `first` on, in its place.
  void make(PickleValue::Kind kind, std::size_t first);
  void make_above_mark(PickleValue::Kind kind);
  void tuple(std::size_t size);
  void call();
  void put(std::uint32_t id);
  void charge(std::size_t more);
  void get(std::uint32_t id);
  void append(PickleValue& container, PickleValue::Kind kind, std::span<const PickleValue> items);
  // Adds what lies on the stack from `first` on to the container below it.
  void append_from(std::size_t first, PickleValue::Kind kind);
  void append_above_mark(PickleValue::Kind kind);
  void append_top(PickleValue::Kind kind, std::size_t count);
  void build();
  void proto();
  void frame();
  [[noreturn]] void fail(std::string_view reason) const;

  std::span<const std::byte> bytes_;
  std::string_view source_;
  Arena& arena_;
  PickleMemo& memo_;
  const std::uint8_t* begin_;
  const std::uint8_t* at_ = nullptr;
  const std::uint8_t* end_ = nullptr;
  std::vector<PickleValue> stack_;
  std::vector<std::uint32_t> marks_;
  std::size_t fence_ = 0;    // the stack below belongs to what stood before the last mark
  std::size_t charged_ = 0;  // of the arena's limit, for stack and memo
  bool stopped_ = false;
};

template <class Number>
Number PickleReader::operand() {
  if (static_cast<std::size_t>(end_ - at_) < sizeof(Number)) fail("the file ends inside an instruction");
  Number number;
  std::memcpy(&number, at_, sizeof(Number));
  at_ += sizeof(Number);
  return number;
}

}  // namespace cellar
