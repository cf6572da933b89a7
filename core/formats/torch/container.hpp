#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "core/formats/pickle/value.hpp"
#include "core/formats/torch/storage_id.hpp"

namespace cellar {

// A file around a pickled object: torch's legacy format, its zip format, or nothing but the pickle. Use: read the
// pickle at main_pickle(), show it to attach(), then ask for storages by their persistent ids. Nothing is copied, and
// of the storages only those asked for are read. Every Error begins with the source.
class TorchContainer {
 public:
  struct MainPickle {
    std::span<const std::byte> bytes;
    std::size_t offset = 0;  // it begins here, and ends at a STOP
    std::string source;      // what messages about it call it
  };

  virtual ~TorchContainer() = default;
  TorchContainer(const TorchContainer&) = delete;
  TorchContainer& operator=(const TorchContainer&) = delete;

  const std::string& source() const { return source_; }
  virtual MainPickle main_pickle() const = 0;
  // Checks what follows the main pickle, which ends at byte `end` of its bytes, and that all storages it refers to, and
  // no others, are there in the sizes it says. `root` may be none: then there must be no storages.
  virtual void attach(const PickleValue& root, std::size_t end) = 0;
  // The elements of the storage (of the view, where it is one), after attach().
  std::span<const std::byte> storage(const StorageId& id) const;

 protected:
  explicit TorchContainer(std::string source) : source_(std::move(source)) {}
  std::vector<StorageId> storages_of(const PickleValue& root) const;
  [[noreturn]] void damaged(std::size_t at, std::string_view reason) const;

 private:
  virtual std::span<const std::byte> whole_storage(const StorageId& id) const = 0;

  std::string source_;
};

// By the first bytes, not by the name. An Error says what the file is instead. `bytes` must outlive it;
// `mapped` says that they are of a mapped file.
std::unique_ptr<TorchContainer> open_torch_container(std::span<const std::byte> bytes, std::string source,
                                                     bool mapped = false);

}  // namespace cellar
