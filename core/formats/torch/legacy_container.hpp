#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>

#include "core/formats/torch/container.hpp"

namespace cellar {

// The format of torch.save before torch 1.6 (torch/serialization.py, _legacy_save): pickles of a magic number, of the
// protocol 1001, of the writer's byte order, of the object, and of the storages' keys; then the storages, each behind
// its number of elements.
class LegacyContainer : public TorchContainer {
 public:
  LegacyContainer(std::span<const std::byte> bytes, std::string source);

  MainPickle main_pickle() const override { return {bytes_, main_, source()}; }
  void attach(const PickleValue& root, std::size_t end) override;

 private:
  std::span<const std::byte> whole_storage(const StorageId& id) const override;
  void check_begin();
  void lay_out(const PickleValue& keys, const PickleValue& root, std::size_t begin);

  std::span<const std::byte> bytes_;
  std::size_t main_ = 0;
  std::unordered_map<std::string_view, std::size_t> places_;  // by key: where the number of elements stands
};

}  // namespace cellar
