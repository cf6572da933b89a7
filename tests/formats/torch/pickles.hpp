#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

// Spells pickles of protocol 2, and torch's legacy files around them, part by part.
namespace cellar::test::pickle {

template <class Number>
std::string raw(Number number) {
  return {reinterpret_cast<const char*>(&number), sizeof(Number)};
}

inline std::string joined(const std::vector<std::string>& parts) {
  std::string all;
  for (const std::string& part : parts) all += part;
  return all;
}

inline std::string none() { return "N"; }
inline std::string boolean(bool value) { return value ? "\x88" : "\x89"; }
inline std::string integer(std::int64_t value) { return "\x8a\x08" + raw(value); }
inline std::string text(const std::string& text) { return "X" + raw(static_cast<std::uint32_t>(text.size())) + text; }
inline std::string bytes(const std::string& bytes) {
  return "B" + raw(static_cast<std::uint32_t>(bytes.size())) + bytes;
}
inline std::string tuple(const std::vector<std::string>& items) { return "(" + joined(items) + "t"; }
inline std::string list(const std::vector<std::string>& items) { return "](" + joined(items) + "e"; }
inline std::string dict(const std::vector<std::pair<std::string, std::string>>& entries) {
  std::string all = "}(";
  for (const auto& [key, value] : entries) all += key + value;
  return all + "u";
}
inline std::string call(const std::string& module, const std::string& name, const std::vector<std::string>& arguments) {
  return "c" + module + "\n" + name + "\n" + tuple(arguments) + "R";
}
inline std::string whole(const std::string& object) { return "\x80\x02" + object + "."; }

inline std::string integers(const std::vector<std::int64_t>& values) {
  std::vector<std::string> items;
  for (const std::int64_t value : values) items.push_back(integer(value));
  return tuple(items);
}

// `view`: an item more, as older files have it.
inline std::string storage(const std::string& type, const std::string& key, std::int64_t count,
                           const std::string& view = none()) {
  return tuple({text("storage"), "ctorch\n" + type + "\n", text(key), text("cpu"), integer(count), view}) + "Q";
}

inline std::string tensor(const std::string& storage, std::int64_t offset, const std::vector<std::int64_t>& shape,
                          const std::vector<std::int64_t>& strides) {
  return call("torch._utils", "_rebuild_tensor_v2",
              {storage, integer(offset), integers(shape), integers(strides), boolean(false),
               call("collections", "OrderedDict", {})});
}

struct LegacyStorage {
  std::string key;
  std::int64_t count;
  std::string data;
};

inline std::string legacy_head() {
  using namespace std::string_literals;
  return "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19\x2e"s + whole(integer(1001)) +
         whole(dict({{text("protocol_version"), integer(1001)}, {text("little_endian"), boolean(true)}}));
}

inline std::string legacy(const std::string& object, const std::vector<LegacyStorage>& storages) {
  std::vector<std::string> keys;
  std::string data;
  for (const LegacyStorage& one : storages) {
    keys.push_back(text(one.key));
    data += raw(one.count) + one.data;
  }
  return legacy_head() + whole(object) + whole(list(keys)) + data;
}

}  // namespace cellar::test::pickle
