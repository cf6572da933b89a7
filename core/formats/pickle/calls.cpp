#include "core/formats/pickle/calls.hpp"

#include <fmt/format.h>

#include <bit>
#include <cstring>

#include "core/errors.hpp"
#include "core/formats/pickle/globals.hpp"
#include "core/printable.hpp"

namespace cellar {

namespace {

using Kind = PickleValue::Kind;

template <class Number>
Number little_endian(std::span<const std::byte> bytes) {
  if (bytes.size() != sizeof(Number)) {
    throw Error(fmt::format("{} bytes stand where a number of {} should", bytes.size(), sizeof(Number)));
  }
  Number number;
  std::memcpy(&number, bytes.data(), sizeof(Number));
  return number;
}

}  // namespace

PickleValue PickleCalls::call(const PickleValue& callable, const PickleValue& arguments) {
  if (!callable.is(Kind::global)) throw Error(fmt::format("{} cannot be called", name_of(callable.kind())));
  if (!arguments.is(Kind::tuple))
    throw Error(fmt::format("a call with {} as its arguments", name_of(arguments.kind())));
  switch (find_global(callable.text())->role) {
    case GlobalRole::mapping:
      return mapping(arguments);
    case GlobalRole::set:
      return set(arguments);
    case GlobalRole::bytes:
      return bytes(arguments);
    case GlobalRole::numpy_scalar:
      return numpy_scalar(arguments);
    case GlobalRole::numpy_dtype:
      return numpy_dtype(arguments);
    case GlobalRole::latin1_encode:
      return latin1(arguments);
    case GlobalRole::data:
      break;
  }
  return object(callable, arguments);
}

// OrderedDict() and OrderedDict([[key, value], …]); a defaultdict's argument is its factory.
PickleValue PickleCalls::mapping(const PickleValue& arguments) {
  PickleValue made = sequence(Kind::dict, {});
  if (arguments.size() == 0 || !arguments.items()[0].is(Kind::list)) return made;
  const auto pairs = arguments.items()[0].items();
  auto* items = static_cast<PickleValue*>(arena_.allocate(2 * pairs.size() * sizeof(PickleValue)));
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (pairs[i].size() != 2) throw Error("a dict is made of something else than pairs");
    items[2 * i] = pairs[i].items()[0];
    items[2 * i + 1] = pairs[i].items()[1];
  }
  made.sequence_->items = items;
  made.sequence_->size = made.sequence_->capacity = static_cast<std::uint32_t>(2 * pairs.size());
  return made;
}

PickleValue PickleCalls::set(const PickleValue& arguments) {
  return sequence(Kind::set, arguments.size() == 0 ? std::span<const PickleValue>{} : arguments.items()[0].items());
}

PickleValue PickleCalls::bytes(const PickleValue& arguments) {
  if (arguments.size() != 0) throw Error("bytes are made of something");
  PickleValue made;
  made.kind_ = Kind::bytes;
  made.text_ = "";
  return made;
}

PickleValue PickleCalls::numpy_dtype(const PickleValue& arguments) {
  if (arguments.size() == 0) throw Error("a dtype has no name");
  PickleValue made = arguments.items()[0];
  static_cast<void>(made.text());
  made.kind_ = Kind::dtype;
  return made;
}

PickleValue PickleCalls::numpy_scalar(const PickleValue& arguments) {
  if (arguments.size() != 2 || !arguments.items()[0].is(Kind::dtype)) throw Error("a numpy scalar has no dtype");
  const std::string_view code = arguments.items()[0].text();
  const auto data = arguments.items()[1].bytes();
  PickleValue made;
  made.kind_ = Kind::number;
  if (code == "f8") {
    made.number_ = little_endian<double>(data);
  } else if (code == "f4") {
    made.number_ = static_cast<double>(little_endian<float>(data));
  } else if (code == "i8" || code == "i4") {
    made.kind_ = Kind::integer;
    made.integer_ = code == "i8" ? little_endian<std::int64_t>(data) : little_endian<std::int32_t>(data);
  } else {
    throw Error(fmt::format("a numpy scalar of dtype '{}': known are f8, f4, i8, i4", printable(code)));
  }
  return made;
}

// Protocol 2 has no bytes: Python 3 writes them as a text of code points below 256 and has it encoded again.
PickleValue PickleCalls::latin1(const PickleValue& arguments) {
  if (arguments.size() != 2 || arguments.items()[1].text() != "latin1") {
    throw Error("_codecs encode is called for something else than latin1");
  }
  const std::string_view text = arguments.items()[0].text();
  char* made = static_cast<char*>(arena_.allocate(text.size() + 1));
  std::size_t size = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto first = static_cast<unsigned char>(text[i]);
    if (first < 0x80) {
      made[size++] = text[i];
      continue;
    }
    const auto second = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0U;
    if ((first != 0xc2 && first != 0xc3) || (second & 0xc0U) != 0x80U) throw Error("a text is not latin1");
    made[size++] = static_cast<char>((first & 3U) << 6U | (second & 0x3fU));
    ++i;
  }
  PickleValue value;
  value.kind_ = Kind::bytes;
  value.text_ = made;
  value.size_ = static_cast<std::uint32_t>(size);
  return value;
}

PickleValue PickleCalls::object(const PickleValue& callable, const PickleValue& arguments) {
  PickleValue made;
  made.kind_ = Kind::object;
  made.object_ = arena_.make<PickleValue::Object>();
  made.object_->callable = callable;
  made.object_->arguments = arguments;
  return made;
}

PickleValue PickleCalls::sequence(PickleValue::Kind kind, std::span<const PickleValue> items) {
  PickleValue made;
  made.kind_ = kind;
  made.sequence_ = arena_.make<PickleValue::Sequence>();
  if (items.empty()) return made;
  made.sequence_->items = static_cast<PickleValue*>(arena_.allocate(items.size_bytes()));
  std::copy(items.begin(), items.end(), made.sequence_->items);
  made.sequence_->size = made.sequence_->capacity = static_cast<std::uint32_t>(items.size());
  return made;
}

}  // namespace cellar
