#include "core/formats/torch/container.hpp"

#include <fmt/format.h>

#include "core/errors.hpp"
#include "core/formats/torch/legacy_container.hpp"
#include "core/formats/torch/recognise.hpp"
#include "core/formats/torch/zip_container.hpp"

namespace cellar {

namespace {

class BarePickle : public TorchContainer {
 public:
  BarePickle(std::span<const std::byte> bytes, std::string source) : TorchContainer(std::move(source)), bytes_(bytes) {}

  MainPickle main_pickle() const override { return {bytes_, 0, source()}; }

  void attach(const PickleValue& root, std::size_t end) override {
    if (end != bytes_.size()) damaged(end, "something follows the pickle");
    if (!storages_of(root).empty()) damaged(0, "the pickle refers to storages, and the file has none");
  }

 private:
  std::span<const std::byte> whole_storage(const StorageId& /*id*/) const override {
    throw Error(fmt::format("{}: the pickle refers to a storage, and the file has none", source()));
  }

  std::span<const std::byte> bytes_;
};

}  // namespace

std::span<const std::byte> TorchContainer::storage(const StorageId& id) const {
  const auto whole = whole_storage(id);
  require(whole.size() == id.bytes(), "a container checks the size of a storage");
  return whole.subspan(id.view_begin * id.type->size, id.view_count * id.type->size);
}

std::vector<StorageId> TorchContainer::storages_of(const PickleValue& root) const {
  try {
    return find_storage_ids(root);
  } catch (const Error& error) {
    throw Error(fmt::format("{} is damaged: {}", source_, error.what()));
  }
}

void TorchContainer::damaged(std::size_t at, std::string_view reason) const {
  throw Error(fmt::format("{} is damaged at byte {}: {}", source_, at, reason));
}

std::unique_ptr<TorchContainer> open_torch_container(std::span<const std::byte> bytes, std::string source,
                                                     bool mapped) {
  const FileKind kind = recognise(bytes);
  switch (kind) {
    case FileKind::legacy_torch:
      return std::make_unique<LegacyContainer>(bytes, std::move(source));
    case FileKind::zip:
      return std::make_unique<ZipContainer>(bytes, std::move(source), mapped);
    case FileKind::pickle:
      return std::make_unique<BarePickle>(bytes, std::move(source));
    default:
      throw Error(fmt::format("{} {}; a torch file or a pickle was expected", source, describe(kind)));
  }
}

}  // namespace cellar
