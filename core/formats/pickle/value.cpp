#include "core/formats/pickle/value.hpp"

#include <fmt/format.h>

#include "core/errors.hpp"

namespace cellar {

namespace {

// What is looked up by name is a record of some fields. Larger dicts, of which a hostile pickle may show one a million
// times, would be searched for too long.
constexpr std::size_t kMostFields = 1000;

[[noreturn]] void expected(std::string_view what, PickleValue::Kind found) {
  throw Error(fmt::format("{} should stand where {} does", what, name_of(found)));
}

}  // namespace

std::string_view name_of(PickleValue::Kind kind) {
  using Kind = PickleValue::Kind;
  switch (kind) {
    case Kind::none:
      return "None";
    case Kind::boolean:
      return "a truth value";
    case Kind::integer:
      return "an integer";
    case Kind::number:
      return "a number";
    case Kind::text:
      return "a text";
    case Kind::bytes:
      return "a string of bytes";
    case Kind::list:
      return "a list";
    case Kind::tuple:
      return "a tuple";
    case Kind::dict:
      return "a dict";
    case Kind::set:
      return "a set";
    case Kind::global:
      return "a name";
    case Kind::object:
      return "an object";
    case Kind::persistent:
      return "a persistent id";
    case Kind::dtype:
      return "a dtype";
    case Kind::mark:
      break;
  }
  return "a mark";
}

bool PickleValue::boolean() const {
  if (kind_ != Kind::boolean) expected("a truth value", kind_);
  return integer_ != 0;
}

std::int64_t PickleValue::integer() const {
  if (kind_ != Kind::integer) expected("an integer", kind_);
  return integer_;
}

double PickleValue::number() const {
  if (kind_ == Kind::number) return number_;
  if (kind_ != Kind::integer) expected("a number", kind_);
  return static_cast<double>(integer_);
}

std::string_view PickleValue::text() const {
  if (kind_ != Kind::text && kind_ != Kind::global && kind_ != Kind::dtype) expected("a text", kind_);
  return {text_, size_};
}

std::span<const std::byte> PickleValue::bytes() const {
  if (kind_ != Kind::bytes) expected("a string of bytes", kind_);
  return {reinterpret_cast<const std::byte*>(text_), size_};
}

std::span<const PickleValue> PickleValue::items() const {
  if (kind_ != Kind::list && kind_ != Kind::tuple && kind_ != Kind::set) expected("a list", kind_);
  return {sequence_->items, sequence_->size};
}

std::size_t PickleValue::size() const { return kind_ == Kind::dict ? sequence_->size / 2 : items().size(); }

const PickleValue& PickleValue::key(std::size_t entry) const {
  if (kind_ != Kind::dict) expected("a dict", kind_);
  require(entry < sequence_->size / 2, "a dict has no such entry");
  return sequence_->items[2 * entry];
}

const PickleValue& PickleValue::value(std::size_t entry) const { return *(&key(entry) + 1); }

const PickleValue* PickleValue::find(std::string_view key) const {
  if (kind_ != Kind::dict) expected("a dict", kind_);
  if (size() > kMostFields) throw Error(fmt::format("a dict of {} entries should be one of a few names", size()));
  for (std::size_t entry = size(); entry-- > 0;) {
    const PickleValue& candidate = sequence_->items[2 * entry];
    if (candidate.kind_ == Kind::text && candidate.text() == key) return &candidate + 1;
  }
  return nullptr;
}

const PickleValue& PickleValue::at(std::string_view key) const {
  if (const PickleValue* value = find(key)) return *value;
  throw Error(fmt::format("a dict has no '{}'", key));
}

const PickleValue& PickleValue::callable() const {
  if (kind_ != Kind::object) expected("an object", kind_);
  return object_->callable;
}

const PickleValue& PickleValue::arguments() const {
  if (kind_ != Kind::object) expected("an object", kind_);
  return object_->arguments;
}

const PickleValue& PickleValue::state() const {
  if (kind_ != Kind::object) expected("an object", kind_);
  return object_->state;
}

const PickleValue& PickleValue::persistent_id() const {
  if (kind_ != Kind::persistent) expected("a persistent id", kind_);
  return *single_;
}

}  // namespace cellar
