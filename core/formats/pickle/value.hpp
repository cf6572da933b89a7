#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace cellar {

// A Python object as a pickle describes it: 16 bytes that point into the arena of the machine that read it and into the
// pickle's own bytes, so it lives no longer than they do. Containers may be shared and may contain themselves.
class PickleValue {
 public:
  enum class Kind : std::uint8_t {
    none,
    boolean,
    integer,  // of 64 bits
    number,   // a float, numpy scalars included
    text,     // str, as UTF-8
    bytes,
    list,
    tuple,
    dict,  // OrderedDict included; entries in order, as pickled: a key may stand there twice
    set,
    global,      // an allowed name: "torch FloatStorage"
    object,      // the result of calling a global that the machine does not itself understand
    persistent,  // BINPERSID: what its value means is up to the container
    dtype,       // numpy's dtype; text() is its code, "f8"
    mark         // never seen outside of the machine
  };

  struct Entry;
  struct Sequence {  // of list, tuple, set, dict (key, value, key, value, …)
    PickleValue* items = nullptr;
    std::uint32_t size = 0, capacity = 0;
  };
  struct Object;

  PickleValue() = default;
  static PickleValue none() { return {}; }

  Kind kind() const { return kind_; }
  bool is(Kind kind) const { return kind_ == kind; }
  bool is_none() const { return kind_ == Kind::none; }

  // What the kind does not hold is an Error "a list should stand where a text does".
  bool boolean() const;
  std::int64_t integer() const;
  double number() const;          // of an integer, too
  std::string_view text() const;  // of text, global and dtype
  std::span<const std::byte> bytes() const;
  std::span<const PickleValue> items() const;  // of list, tuple and set
  std::size_t size() const;                    // items, or entries of a dict
  const PickleValue& key(std::size_t entry) const;
  const PickleValue& value(std::size_t entry) const;
  // The entry of this text as its key, the last one if there are several; nullptr if there is none.
  const PickleValue* find(std::string_view key) const;
  const PickleValue& at(std::string_view key) const;  // as find; an Error names the missing key
  const PickleValue& callable() const;                // of object: the global
  const PickleValue& arguments() const;               // of object: the tuple it was called with
  const PickleValue& state() const;                   // of object: what it was given by BUILD; None if nothing was
  const PickleValue& persistent_id() const;           // of persistent

 private:
  friend class PickleReader;
  friend class PickleCalls;
  Kind kind_ = Kind::none;
  std::uint32_t size_ = 0;  // of text and bytes
  union {
    std::int64_t integer_ = 0;
    double number_;
    const char* text_;
    Sequence* sequence_;
    Object* object_;
    const PickleValue* single_;
  };
};

struct PickleValue::Object {
  PickleValue callable, arguments, state;
};

std::string_view name_of(PickleValue::Kind kind);  // "a list"

}  // namespace cellar
