#include "core/formats/pickle/writer.hpp"

#include <bit>
#include <limits>

#include "core/errors.hpp"

namespace cellar {

PickleWriter::PickleWriter() : bytes_{static_cast<std::byte>(Opcode::kProto), std::byte{2}} {}

void PickleWriter::integer(std::int64_t value) {
  if (value >= 0 && value <= std::numeric_limits<std::uint8_t>::max()) {
    add(Opcode::kBinInt1);
    raw(static_cast<std::uint8_t>(value));
  } else if (value >= std::numeric_limits<std::int32_t>::min() && value <= std::numeric_limits<std::int32_t>::max()) {
    add(Opcode::kBinInt);
    raw(static_cast<std::int32_t>(value));
  } else {
    add(Opcode::kLong1);
    raw(std::uint8_t{sizeof(value)});
    raw(value);
  }
}

void PickleWriter::number(double value) {
  add(Opcode::kBinFloat);
  raw(__builtin_bswap64(std::bit_cast<std::uint64_t>(value)));  // the only big-endian one
}

void PickleWriter::text(std::string_view text) {
  require(text.size() <= std::numeric_limits<std::uint32_t>::max(), "a text in a pickle has less than 4 GB");
  add(Opcode::kBinUnicode);
  raw(static_cast<std::uint32_t>(text.size()));
  raw_text(text);
}

void PickleWriter::global(std::string_view spelling) {
  const std::size_t space = spelling.find(' ');
  require(space != std::string_view::npos, "a global has a module and a name");
  add(Opcode::kGlobal);
  raw_text(spelling.substr(0, space));
  raw('\n');
  raw_text(spelling.substr(space + 1));
  raw('\n');
}

void PickleWriter::integers(std::span<const std::int64_t> values) {
  add(Opcode::kMark);
  for (const std::int64_t value : values) integer(value);
  add(Opcode::kTuple);
}

template <class Number>
void PickleWriter::raw(Number number) {
  const auto* begin = reinterpret_cast<const std::byte*>(&number);
  bytes_.insert(bytes_.end(), begin, begin + sizeof(Number));
}

void PickleWriter::raw_text(std::string_view text) {
  const auto* begin = reinterpret_cast<const std::byte*>(text.data());
  bytes_.insert(bytes_.end(), begin, begin + text.size());
}

}  // namespace cellar
