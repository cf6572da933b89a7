#include "core/formats/torch/legacy_container.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "core/errors.hpp"
#include "core/formats/pickle/machine.hpp"
#include "core/formats/torch/recognise.hpp"
#include "core/printable.hpp"

namespace cellar {

namespace {

constexpr std::size_t kHeadMemory = std::size_t{1} << 20;
constexpr std::int64_t kProtocol = 1001;
constexpr std::size_t kCountSize = sizeof(std::int64_t);

}  // namespace

LegacyContainer::LegacyContainer(std::span<const std::byte> bytes, std::string source)
    : TorchContainer(std::move(source)), bytes_(bytes) {
  check_begin();
}

void LegacyContainer::check_begin() {
  const auto magic = legacy_magic();
  if (bytes_.size() < magic.size()) throw Error(fmt::format("{} is cut off after {} bytes", source(), bytes_.size()));
  if (!std::equal(magic.begin(), magic.end(), bytes_.begin())) damaged(0, "no magic number of a torch file");
  PickleMachine machine(bytes_, source(), kHeadMemory);
  const PickleValue protocol = machine.read(magic.size());
  if (!protocol.is(PickleValue::Kind::integer) || protocol.integer() != kProtocol) {
    damaged(magic.size(), fmt::format("the protocol is not {}", kProtocol));
  }
  const std::size_t at = machine.end();
  const PickleValue system = machine.read(at);
  const PickleValue* little = system.is(PickleValue::Kind::dict) ? system.find("little_endian") : nullptr;
  if (!little || !little->is(PickleValue::Kind::boolean)) damaged(at, "no description of the writer's byte order");
  if (!little->boolean())
    throw Error(fmt::format("{} was written by a big-endian machine, which is not supported", source()));
  main_ = machine.end();
}

void LegacyContainer::attach(const PickleValue& root, std::size_t end) {
  PickleMachine machine(bytes_, source());
  const PickleValue keys = machine.read(end);
  if (!keys.is(PickleValue::Kind::list)) damaged(end, "no list of the storages' keys follows the object");
  lay_out(keys, root, machine.end());
}

void LegacyContainer::lay_out(const PickleValue& keys, const PickleValue& root, std::size_t begin) {
  std::unordered_map<std::string_view, StorageId> storages;
  for (const StorageId& storage : storages_of(root)) storages.emplace(storage.key, storage);
  std::size_t at = begin;
  for (const PickleValue& item : keys.items()) {
    if (!item.is(PickleValue::Kind::text)) damaged(begin, "a storage's key is no text");
    const auto storage = storages.find(item.text());
    if (storage == storages.end()) {
      damaged(begin, fmt::format("the object does not refer to storage '{}'", printable(item.text())));
    }
    const std::size_t left = bytes_.size() - at;
    if (left < kCountSize || storage->second.bytes() > left - kCountSize) {
      throw Error(fmt::format("{} is cut off: it ends inside of storage '{}', which begins at byte {}", source(),
                              printable(item.text()), at));
    }
    // The key is the root's, whose bytes live as long as the container's.
    if (!places_.emplace(storage->second.key, at).second) {
      damaged(begin, fmt::format("storage '{}' is there twice", printable(item.text())));
    }
    at += kCountSize + storage->second.bytes();
  }
  if (places_.size() != storages.size()) {
    damaged(begin, fmt::format("{} storages are there, the object refers to {}", places_.size(), storages.size()));
  }
  if (at != bytes_.size()) damaged(at, fmt::format("{} bytes follow the last storage", bytes_.size() - at));
}

std::span<const std::byte> LegacyContainer::whole_storage(const StorageId& id) const {
  const auto place = places_.find(id.key);
  if (place == places_.end()) throw Error(fmt::format("{} has no storage '{}'", source(), printable(id.key)));
  std::int64_t count = 0;
  std::memcpy(&count, bytes_.data() + place->second, kCountSize);
  if (count < 0 || static_cast<std::uint64_t>(count) != id.count) {
    damaged(place->second,
            fmt::format("storage '{}' has {} elements, the object says {}", printable(id.key), count, id.count));
  }
  return bytes_.subspan(place->second + kCountSize, id.bytes());
}

}  // namespace cellar
