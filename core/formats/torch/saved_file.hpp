#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

#include "core/formats/pickle/machine.hpp"
#include "core/formats/torch/container.hpp"
#include "core/formats/torch/saved_value.hpp"
#include "core/formats/torch/tensor.hpp"
#include "core/table/mapped_file.hpp"

namespace cellar {

// Writes what torch.load of Python reads as this object: a zip archive. The same object makes the same bytes. It is
// written under a temporary name, flushed to the disk and renamed: the file is there as a whole or, after an Error, as
// it was before.
void write_saved(const SavedValue& object, const std::filesystem::path& file);

// A file of torch.save, zip or legacy, or a bare pickle, whose object is read and whose tensors are read when they are
// asked for.
class SavedFile {
 public:
  explicit SavedFile(const std::filesystem::path& file);
  // Of bytes that outlive it, for tests; `source` is what messages call them.
  SavedFile(std::span<const std::byte> bytes, const std::string& source);

  const std::string& source() const { return container_->source(); }
  const PickleValue& root() const { return root_; }
  const TorchContainer& container() const { return *container_; }

  // A tensor that stands somewhere in the object.
  TensorType type(const PickleValue& tensor) const { return tensor_type(tensor, *container_); }
  Tensor tensor(const PickleValue& tensor) const { return read_tensor(tensor, *container_); }

 private:
  void read();

  std::unique_ptr<MappedFile> mapped_;
  std::unique_ptr<TorchContainer> container_;
  std::unique_ptr<PickleMachine> machine_;
  PickleValue root_;
};

}  // namespace cellar
