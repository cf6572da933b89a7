#include "core/formats/pickle/reader.hpp"

#include <fmt/format.h>

#include <bit>
#include <cstring>
#include <new>

#include "core/errors.hpp"
#include "core/formats/pickle/calls.hpp"
#include "core/formats/pickle/globals.hpp"
#include "core/printable.hpp"

namespace cellar {

using Kind = PickleValue::Kind;

PickleReader::PickleReader(std::span<const std::byte> bytes, std::string_view source, Arena& arena, PickleMemo& memo)
    : bytes_(bytes),
      source_(source),
      arena_(arena),
      memo_(memo),
      begin_(reinterpret_cast<const std::uint8_t*>(bytes.data())) {}

void PickleReader::fail(std::string_view reason) const {
  throw Error(fmt::format("{} is damaged at byte {}: {}", source_, at_ - begin_, reason));
}

void PickleReader::clear_stack() {
  stack_.clear();
  marks_.clear();
  fence_ = 0;
}

std::size_t PickleReader::run(std::size_t from, std::size_t to) {
  require(from <= to && to <= bytes_.size(), "a pickle lies inside its bytes");
  at_ = begin_ + from;
  end_ = begin_ + to;
  stopped_ = false;
  const std::uint8_t* instruction = at_;
  try {
    while (at_ < end_) {
      instruction = at_;
      if (step(*at_++) == Next::stop) {
        stopped_ = true;
        break;
      }
    }
  } catch (const std::bad_alloc&) {
    at_ = instruction;
    fail("it needs more memory than any official file does");
  } catch (const Error& error) {
    at_ = instruction;
    const std::string_view reason = error.what();
    if (reason.starts_with(source_)) throw;
    fail(reason);
  }
  return static_cast<std::size_t>(at_ - begin_);
}

std::string_view PickleReader::operand_text(std::uint64_t size) {
  const auto left = static_cast<std::uint64_t>(end_ - at_);
  if (size > left) fail(fmt::format("a text of {} bytes is announced where {} are left", size, left));
  if (size > UINT32_MAX) fail("a text of more than 4 GB");
  const std::string_view text(reinterpret_cast<const char*>(at_), static_cast<std::size_t>(size));
  at_ += size;
  return text;
}

std::string_view PickleReader::operand_line() {
  const void* end = std::memchr(at_, '\n', static_cast<std::size_t>(end_ - at_));
  if (!end) fail("the file ends inside a name");
  const std::string_view line = operand_text(static_cast<std::uint64_t>(static_cast<const std::uint8_t*>(end) - at_));
  ++at_;
  return line;
}

void PickleReader::push_integer(std::int64_t value) {
  PickleValue pushed;
  pushed.kind_ = Kind::integer;
  pushed.integer_ = value;
  push(pushed);
}

void PickleReader::push_number() {
  PickleValue pushed;
  pushed.kind_ = Kind::number;
  pushed.number_ = std::bit_cast<double>(__builtin_bswap64(operand<std::uint64_t>()));  // the only big-endian one
  push(pushed);
}

void PickleReader::push_text(std::uint64_t size, Kind kind) {
  const std::string_view text = operand_text(size);
  PickleValue pushed;
  pushed.kind_ = kind;
  pushed.text_ = text.data();
  pushed.size_ = static_cast<std::uint32_t>(text.size());
  push(pushed);
}

void PickleReader::push_long(std::uint64_t size) {
  const std::string_view digits = operand_text(size);
  if (digits.size() > 8) fail(fmt::format("an integer of {} bytes", digits.size()));
  std::uint64_t value = digits.empty() || static_cast<signed char>(digits.back()) >= 0 ? 0 : ~std::uint64_t{0};
  for (std::size_t i = digits.size(); i-- > 0;) value = value << 8U | static_cast<unsigned char>(digits[i]);
  push_integer(static_cast<std::int64_t>(value));
}

void PickleReader::push_global(std::string_view module, std::string_view name) {
  const AllowedGlobal* global = find_global(module, name);
  if (!global) {
    fail(fmt::format("it names '{} {}', which no official file does; nothing was run", printable(module),
                     printable(name)));
  }
  PickleValue pushed;
  pushed.kind_ = Kind::global;
  pushed.text_ = global->spelling.data();
  pushed.size_ = static_cast<std::uint32_t>(global->spelling.size());
  push(pushed);
}

void PickleReader::push_sequence(Kind kind, std::span<const PickleValue> items) {
  PickleValue pushed;
  pushed.kind_ = kind;
  pushed.sequence_ = arena_.make<PickleValue::Sequence>();
  append(pushed, kind, items);
  push(pushed);
}

PickleValue& PickleReader::top() {
  if (stack_.size() <= fence_) fail("an instruction finds nothing on the stack");
  return stack_.back();
}

PickleValue PickleReader::pop() {
  const PickleValue value = top();
  stack_.pop_back();
  return value;
}

std::size_t PickleReader::mark() {
  if (marks_.empty()) fail("an instruction finds no mark");
  const std::size_t at = fence_;
  fence_ = marks_.back();
  marks_.pop_back();
  return at;
}

void PickleReader::set_mark() {
  if (marks_.size() > 1'000'000) throw std::bad_alloc();
  marks_.push_back(static_cast<std::uint32_t>(fence_));
  fence_ = stack_.size();
}

void PickleReader::make(Kind kind, std::size_t first) {
  const auto items = std::span<const PickleValue>(stack_).subspan(first);
  if (kind == Kind::dict && items.size() % 2 != 0) fail("a dict gets a key without a value");
  PickleValue made;
  made.kind_ = kind;
  made.sequence_ = arena_.make<PickleValue::Sequence>();
  append(made, kind, items);
  stack_.resize(first);
  push(made);
}

void PickleReader::make_above_mark(Kind kind) { make(kind, mark()); }

void PickleReader::tuple(std::size_t size) {
  if (stack_.size() < fence_ + size) fail("an instruction finds nothing on the stack");
  make(Kind::tuple, stack_.size() - size);
}

void PickleReader::call() {
  const PickleValue arguments = pop();
  const PickleValue callable = pop();
  push(PickleCalls(arena_).call(callable, arguments));
}

void PickleReader::push_flag(Kind kind, bool flag) {
  PickleValue pushed;
  pushed.kind_ = kind;
  pushed.integer_ = flag ? 1 : 0;
  push(pushed);
}

void PickleReader::push_persistent() {
  auto* id = arena_.make<PickleValue>();
  *id = pop();
  PickleValue pushed;
  pushed.kind_ = Kind::persistent;
  pushed.single_ = id;
  push(pushed);
}

void PickleReader::put(std::uint32_t id) {
  const PickleValue& value = top();
  if (const std::size_t more = memo_.growth(id)) charge(more);
  memo_.put(id, value);
}

// Stack and memo are not in the arena, but what they take, and will take with `more` bytes, counts against its limit.
void PickleReader::charge(std::size_t more) {
  const std::size_t outside = stack_.capacity() * sizeof(PickleValue) + memo_.bytes() + more;
  if (outside <= charged_) return;
  arena_.charge(outside - charged_);
  charged_ = outside;
}

void PickleReader::get(std::uint32_t id) {
  const PickleValue* value = memo_.get(id);
  if (!value) fail(fmt::format("memo {} is fetched, and nothing was put there", id));
  push(*value);
}

void PickleReader::append(PickleValue& container, Kind kind, std::span<const PickleValue> items) {
  if (container.kind_ != kind) fail(fmt::format("items are added to {}", name_of(container.kind_)));
  PickleValue::Sequence& sequence = *container.sequence_;
  if (items.size() > UINT32_MAX / 2 - sequence.size) throw std::bad_alloc();
  const auto size = static_cast<std::uint32_t>(sequence.size + items.size());
  if (size > sequence.capacity) {
    const std::uint32_t capacity = sequence.capacity == 0 ? size : std::max(size, 2 * sequence.capacity);
    auto* moved = static_cast<PickleValue*>(arena_.allocate(capacity * sizeof(PickleValue)));
    std::copy(sequence.items, sequence.items + sequence.size, moved);
    sequence.items = moved;
    sequence.capacity = capacity;
  }
  std::copy(items.begin(), items.end(), sequence.items + sequence.size);
  sequence.size = size;
}

void PickleReader::append_from(std::size_t first, Kind kind) {
  const auto items = std::span<const PickleValue>(stack_).subspan(first);
  if (kind == Kind::dict && items.size() % 2 != 0) fail("a dict gets a key without a value");
  if (first <= fence_) fail("an instruction finds nothing on the stack");
  append(stack_[first - 1], kind, items);
  stack_.resize(first);
}

void PickleReader::append_above_mark(Kind kind) { append_from(mark(), kind); }

void PickleReader::append_top(Kind kind, std::size_t count) {
  if (stack_.size() < fence_ + count + 1) fail("an instruction finds nothing on the stack");
  append_from(stack_.size() - count, kind);
}

// The state of an OrderedDict (a model's _metadata) and of a dtype (its byte order) is of no use.
void PickleReader::build() {
  const PickleValue state = pop();
  const Kind kind = top().kind();
  if (kind == Kind::dtype) {
    const bool big_endian =
        state.is(Kind::tuple) && state.size() > 1 && state.items()[1].is(Kind::text) && state.items()[1].text() == ">";
    if (big_endian) fail("a big-endian dtype");
  } else if (kind == Kind::object) {
    top().object_->state = state;
  } else if (kind != Kind::dict) {
    fail(fmt::format("{} is given a state", name_of(kind)));
  }
}

void PickleReader::proto() {
  const auto version = operand<std::uint8_t>();
  if (version < 2 || version > 5) fail(fmt::format("pickle protocol {}: known are 2 to 5", version));
}

void PickleReader::frame() {
  const auto size = operand<std::uint64_t>();
  const std::uint8_t* file_end = begin_ + bytes_.size();
  if (size > static_cast<std::uint64_t>(file_end - at_)) fail("the file ends inside a frame");
}

}  // namespace cellar
