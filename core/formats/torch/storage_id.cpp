#include "core/formats/torch/storage_id.hpp"

#include <fmt/format.h>

#include <limits>
#include <unordered_map>
#include <unordered_set>

#include "core/errors.hpp"
#include "core/printable.hpp"

namespace cellar {

namespace {

using Kind = PickleValue::Kind;

std::uint64_t not_negative(const PickleValue& value, std::string_view what) {
  const std::int64_t number = value.integer();
  if (number < 0) throw Error(fmt::format("a storage has {} {}", what, number));
  return static_cast<std::uint64_t>(number);
}

// Visits a value and what it contains. Containers may be shared or contain themselves: each is entered once.
class Walk {
 public:
  explicit Walk(const PickleValue& root) : open_{&root} {}

  // The next persistent id; nullptr in the end.
  const PickleValue* next() {
    while (!open_.empty()) {
      const PickleValue& value = *open_.back();
      open_.pop_back();
      if (value.is(Kind::persistent)) {
        if (first_time(&value.persistent_id())) return &value;
        continue;
      }
      enter(value);
    }
    return nullptr;
  }

 private:
  bool first_time(const void* place) { return entered_.insert(place).second; }

  void enter(const PickleValue& value) {
    switch (value.kind()) {
      case Kind::list:
      case Kind::tuple:
        if (value.size() == 0 || !first_time(value.items().data())) return;
        for (const PickleValue& item : value.items()) push(item);
        return;
      case Kind::dict:
        if (value.size() == 0 || !first_time(&value.key(0))) return;
        for (std::size_t i = 0; i < value.size(); ++i) push(value.value(i));
        return;
      case Kind::object:
        if (!first_time(&value.arguments())) return;
        push(value.arguments());
        push(value.state());
        return;
      default:
        return;
    }
  }

  void push(const PickleValue& value) {
    const Kind kind = value.kind();
    const bool holds = kind == Kind::list || kind == Kind::tuple || kind == Kind::dict || kind == Kind::object;
    if (holds || kind == Kind::persistent) open_.push_back(&value);
  }

  std::vector<const PickleValue*> open_;
  std::unordered_set<const void*> entered_;
};

}  // namespace

StorageId parse_storage_id(const PickleValue& persistent) {
  const PickleValue& id = persistent.persistent_id();
  if (!id.is(Kind::tuple) || id.size() < 5 || id.size() > 6 || id.items()[0].text() != "storage") {
    throw Error("a persistent id is no tuple of a storage, its type, key, place and size");
  }
  const auto parts = id.items();
  StorageId storage;
  storage.type = find_storage_type(parts[1].text());
  if (!storage.type) throw Error(fmt::format("a storage of type '{}'", printable(parts[1].text())));
  storage.key = parts[2].text();
  if (parts[3].is(Kind::text)) storage.location = parts[3].text();
  storage.count = not_negative(parts[4], "the size");
  if (storage.count > std::numeric_limits<std::int64_t>::max() / storage.type->size) {
    throw Error(fmt::format("a storage of {} elements", storage.count));
  }
  storage.view_count = storage.count;
  if (parts.size() < 6 || parts[5].is_none()) return storage;
  const PickleValue& view = parts[5];
  if (!view.is(Kind::tuple) || view.size() != 3) throw Error("a view of a storage is no tuple of key, begin and size");
  storage.view_begin = not_negative(view.items()[1], "a view that begins at");
  storage.view_count = not_negative(view.items()[2], "a view of size");
  if (storage.view_begin > storage.count || storage.view_count > storage.count - storage.view_begin) {
    throw Error(fmt::format("a view of elements {} to {} of a storage of {}", storage.view_begin,
                            storage.view_begin + storage.view_count, storage.count));
  }
  return storage;
}

std::vector<StorageId> find_storage_ids(const PickleValue& value) {
  Walk walk(value);
  std::vector<StorageId> storages;
  std::unordered_map<std::string_view, std::size_t> by_key;
  while (const PickleValue* persistent = walk.next()) {
    const StorageId storage = parse_storage_id(*persistent);
    const auto [known, is_new] = by_key.emplace(storage.key, storages.size());
    if (is_new) {
      storages.push_back(storage);
    } else if (storages[known->second].type != storage.type || storages[known->second].count != storage.count) {
      throw Error(fmt::format("storage '{}' is described in two ways", printable(storage.key)));
    }
  }
  return storages;
}

}  // namespace cellar
