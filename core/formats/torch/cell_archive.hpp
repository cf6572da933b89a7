#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/formats/pickle/machine.hpp"
#include "core/formats/torch/container.hpp"
#include "core/table/mapped_file.hpp"

namespace cellar {

// Which file of a folder is about the cell: one with weights before one without; numbered with leading zeros or
// without. A file stands for itself.
std::filesystem::path find_cell_archive(const std::filesystem::path& archive, std::size_t index);

// The object of one file of an archive, ready for its storages to be read.
class CellArchive {
 public:
  explicit CellArchive(const std::filesystem::path& file);

  std::string source() const { return container_->source(); }
  const PickleValue& root() const { return root_; }
  const TorchContainer& container() const { return *container_; }

 private:
  MappedFile mapped_;
  std::vector<std::byte> decompressed_;
  std::unique_ptr<TorchContainer> container_;
  std::unique_ptr<PickleMachine> machine_;
  PickleValue root_;
};

}  // namespace cellar
