#pragma once

#include <string>

#include "core/formats/torch/container.hpp"
#include "core/formats/torch/zip_archive.hpp"

namespace cellar {

// The format of torch.save since torch 1.6: a zip archive of NAME/data.pkl, the object, and a file NAME/data/KEY for
// each storage.
class ZipContainer : public TorchContainer {
 public:
  ZipContainer(std::span<const std::byte> bytes, std::string source, bool mapped);

  MainPickle main_pickle() const override { return {pickle_, 0, pickle_source_}; }
  void attach(const PickleValue& root, std::size_t end) override;

 private:
  std::span<const std::byte> whole_storage(const StorageId& id) const override;
  const ZipEntry& entry_of(const StorageId& id) const;
  void check_byte_order() const;

  ZipArchive archive_;
  std::string folder_;  // "NAME/"
  std::span<const std::byte> pickle_;
  std::string pickle_source_;
};

}  // namespace cellar
