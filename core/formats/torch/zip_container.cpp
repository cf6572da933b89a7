#include "core/formats/torch/zip_container.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"
#include "core/printable.hpp"

namespace cellar {

namespace {

constexpr std::string_view kPickleName = "/data.pkl";

const ZipEntry& find_pickle(const ZipArchive& archive) {
  const ZipEntry* found = nullptr;
  for (const ZipEntry& entry : archive.entries()) {
    const bool is_pickle =
        entry.name.ends_with(kPickleName) && entry.name.find('/') + kPickleName.size() == entry.name.size();
    if (!is_pickle) continue;
    if (found)
      throw Error(fmt::format("{} is no torch file: the zip archive has two objects data.pkl", archive.source()));
    found = &entry;
  }
  if (found) return *found;
  throw Error(fmt::format("{} is no torch file: the zip archive has no object NAME/data.pkl", archive.source()));
}

}  // namespace

ZipContainer::ZipContainer(std::span<const std::byte> bytes, std::string source, bool mapped)
    : TorchContainer(source), archive_(bytes, std::move(source), mapped) {
  const ZipEntry& entry = find_pickle(archive_);
  folder_ = entry.name.substr(0, entry.name.find('/') + 1);
  check_byte_order();
  pickle_ = archive_.read(entry);
  pickle_source_ = fmt::format("{} (its data.pkl)", this->source());
}

void ZipContainer::check_byte_order() const {
  const ZipEntry* entry = archive_.find(folder_ + "byteorder");
  if (!entry) return;  // torch writes it since 2.1
  const auto bytes = archive_.read(*entry);
  const std::string_view order(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (order != "little")
    throw Error(fmt::format("{} has byte order '{}', only little is supported", source(), printable(order)));
}

const ZipEntry& ZipContainer::entry_of(const StorageId& id) const {
  const ZipEntry* entry = archive_.find(fmt::format("{}data/{}", folder_, id.key));
  if (!entry) throw Error(fmt::format("{} has no storage '{}'", source(), printable(id.key)));
  if (entry->size != id.bytes()) {
    damaged(entry->header,
            fmt::format("storage '{}' has {} bytes, the object says {}", printable(id.key), entry->size, id.bytes()));
  }
  return *entry;
}

void ZipContainer::attach(const PickleValue& root, std::size_t end) {
  if (end != pickle_.size())
    throw Error(fmt::format("{} is damaged at byte {}: something follows the pickle", pickle_source_, end));
  const auto storages = storages_of(root);
  for (const StorageId& storage : storages) entry_of(storage);
  const std::string data = folder_ + "data/";
  const auto there =
      static_cast<std::size_t>(std::count_if(archive_.entries().begin(), archive_.entries().end(),
                                             [&](const ZipEntry& entry) { return entry.name.starts_with(data); }));
  if (there != storages.size()) {
    throw Error(
        fmt::format("{} is damaged: {} storages are there, the object refers to {}", source(), there, storages.size()));
  }
}

std::span<const std::byte> ZipContainer::whole_storage(const StorageId& id) const {
  return archive_.read(entry_of(id));
}

}  // namespace cellar
